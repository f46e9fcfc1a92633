//! Finds what the database knows of the ids, numbers and people in a mail, for `routing` to decide on.

use super::{
    behalf::whose,
    copied::is_forged,
    receive::Incoming,
    ruled,
    sight::{may_read, outlived},
    signed,
};
use crate::{
    commands::user::by_email,
    content::address::{normalise, spelled},
    error::Result,
    incoming::authentication::Verdict,
    model::{Forwarded, IncomingMessage, LetterId, MailRelation, Role, TicketId, UserId, Watching},
    routing::{Candidate, Pointers, Route, number_in_subject, route},
    store::{
        Work, answered_mails,
        entity::{account, message, ticket},
        letters, mails, messages, people, queues, splits, tickets, watchers,
    },
};

/// The most ids of a mail's headers that are looked up; a hostile mail may carry thousands.
pub(super) const LOOKED_UP: usize = 100;

/// Everything in a mail that points to a ticket.
pub(super) async fn pointers(
    work: &Work<'_>,
    incoming: &Incoming,
    sender: Option<UserId>,
) -> Result<Pointers> {
    let mail = incoming.message();
    let mut thread = thread(work, mail, sender).await?;
    let answers = !thread.is_empty();
    if !answers {
        thread = known_forward(work, incoming, sender).await?;
    }
    let beside = match sender {
        Some(sender) if thread.is_empty() => beside(work, mail, sender).await?,
        _ => None,
    };
    let found = with_addresses(work, mail, sender, thread).await?;
    Ok(Pointers {
        split_off: found.split_off && answers,
        number: number(work, incoming, sender).await?,
        subject: subject(work, mail, sender).await?,
        beside,
        forged: is_forged(work, incoming),
        ..found
    })
}

/// The signed addresses that a mail came to, beside the ticket of what it answers.
async fn with_addresses(
    work: &Work<'_>,
    mail: &IncomingMessage,
    sender: Option<UserId>,
    thread: Vec<Candidate>,
) -> Result<Pointers> {
    let tokens = tokens(work, mail).await?;
    // The ticket of what it answers, and those from which that was split: their addresses may stand in the letter, too.
    let mut answered: Vec<TicketId> = thread.first().map(|found| found.ticket).into_iter().collect();
    if let Some(part) = answered.first().copied().filter(|_| !tokens.is_empty()) {
        answered.extend(splits::sources(work.tx(), part).await?);
    }
    let (token, others) = signed::tickets(work, &tokens, sender, &answered).await?;
    let token = match token {
        Some(found) => Some(found),
        None => by_letter(work, mail, sender).await?,
    };
    let split_off = token.is_some_and(|token| answered.iter().skip(1).any(|source| *source == token.ticket));
    Ok(Pointers { token, others, thread, split_off, ..Pointers::default() })
}

/// The ticket that a mail answers which is passed on: by its thread and the addresses that it went to, as if it had come from its
/// writer. A number in its subject is no answer.
pub(super) async fn answered(
    work: &Work<'_>,
    mail: &Forwarded,
    writer: Option<UserId>,
) -> Result<Option<Candidate>> {
    let sent = IncomingMessage {
        in_reply_to: mail.in_reply_to.clone(),
        references: mail.references.clone(),
        recipients: mail.recipients.clone(),
        ..IncomingMessage::default()
    };
    let thread = thread(work, &sent, writer).await?;
    match route(&with_addresses(work, &sent, writer, thread).await?) {
        Route::Join(found) => Ok(Some(found)),
        Route::Open { .. } => Ok(None),
    }
}

/// The ticket of the mail that a member of the staff passes on, if that came here before: what they write above it is a note there,
/// and no second ticket. So it is with a mail that answers one of ours, unless a trusted server vouches for the one who passes it
/// on: then it becomes what its writer said.
async fn known_forward(
    work: &Work<'_>,
    incoming: &Incoming,
    sender: Option<UserId>,
) -> Result<Vec<Candidate>> {
    let is_staff = |account: &account::Model| account.role.parse::<Role>().is_ok_and(Role::is_staff);
    let [forwarded] = incoming.message().forwarded.as_slice() else { return Ok(Vec::new()) };
    if !incoming.sender.as_ref().is_some_and(is_staff) {
        return Ok(Vec::new());
    }
    let known = match &forwarded.message_id {
        Some(id) => messages::find(work.tx(), id).await?,
        None => None,
    };
    let found = match known {
        Some(known) => of_message(work, &known, sender).await?,
        None if incoming.verdict(work) == Verdict::Pass => None,
        None => {
            let writer = whose(work, forwarded).await?.and_then(|person| normalise(&person.address));
            let writer = match writer {
                Some(email) => by_email(work, &email).await?,
                None => None,
            };
            let found = answered(work, forwarded, writer.map(|account| account.id.into())).await?;
            // What the address says of its writer, it does not say of the one who passes it on.
            found.map(|one| Candidate { signed_for_staff: false, passed_on: false, ..one })
        }
    };
    let by = MailRelation::Forward;
    Ok(found.map(|one| Candidate { about_note: true, by, ..one }).into_iter().collect())
}

/// The ticket of another answer to the same mail, in which the sender takes part. The id of a mail among people is known to each
/// of them, and proves nothing: a stranger who has it writes a ticket of their own.
async fn beside(work: &Work<'_>, mail: &IncomingMessage, sender: UserId) -> Result<Option<Candidate>> {
    for id in answered_mails::tickets(work.tx(), &mail.in_reply_to, sender).await? {
        let Some(row) = tickets::find(work.tx(), id.into()).await? else { continue };
        let found = candidate(work, row, Some(sender)).await?;
        if found.sender_takes_part {
            return Ok(Some(Candidate { by: MailRelation::SameMail, ..found }));
        }
    }
    Ok(None)
}

/// What stands behind the plus sign of those of its recipients that are ours.
async fn tokens(work: &Work<'_>, mail: &IncomingMessage) -> Result<Vec<String>> {
    let own = work.mailboxes().await?.own_addresses(&work.engine().settings().mail.from);
    let token = |recipient: &String| {
        let address = spelled(recipient);
        let (local, domain) = address.rsplit_once('@')?;
        let (name, token) = local.split_once('+')?;
        own.contains(&format!("{name}@{domain}")).then(|| token.to_owned())
    };
    Ok(mail.recipients.iter().take(LOOKED_UP).filter_map(token).collect())
}

/// The letter to whose own address for failures a mail came. Not only reports come there, but also what answers the
/// envelope: absence notices, and people whose programs do not know better.
pub(super) async fn failed_letter(work: &Work<'_>, mail: &IncomingMessage) -> Result<Option<LetterId>> {
    for token in tokens(work, mail).await? {
        if let Some(letter) = work.engine().secret().failed_letter(&token)? {
            return Ok(Some(letter));
        }
    }
    Ok(None)
}

/// The ticket of the letter to whose own address for failures a mail came. Whoever has a letter to somebody else takes no part
/// by that.
async fn by_letter(
    work: &Work<'_>,
    mail: &IncomingMessage,
    sender: Option<UserId>,
) -> Result<Option<Candidate>> {
    let Some(id) = failed_letter(work, mail).await? else { return Ok(None) };
    let Some(sent) = letters::find(work.tx(), id).await? else { return Ok(None) };
    let Some(ticket) = sent.ticket_id else { return Ok(None) };
    let Some(row) = tickets::find(work.tx(), ticket.into()).await? else { return Ok(None) };
    let passed_on = sender != Some(sent.recipient_id.into());
    let about_note = letters::is_about_note(work.tx(), &sent).await?;
    let by = MailRelation::ReplyAddress;
    let found = Candidate { by, passed_on, about_note, ..candidate(work, row, sender).await? };
    shut_out(work, found, sender.filter(|_| !passed_on)).await.map(Some)
}

/// What points to a ticket by a letter to its sender: it speaks as far as they may read the ticket now. A customer who was
/// taken off the watchers is shown to the staff.
pub(super) async fn shut_out(
    work: &Work<'_>,
    found: Candidate,
    had_letter: Option<UserId>,
) -> Result<Candidate> {
    let Some(person) = had_letter else { return Ok(found) };
    let account = people::find(work.tx(), person).await?;
    let staff = account.and_then(|it| it.role.parse::<Role>().ok()).is_some_and(Role::is_staff);
    let Some(row) = tickets::find(work.tx(), found.ticket).await? else {
        return Ok(found);
    };
    let removed = watchers::of(work.tx(), row.id, person).await? == Some(Watching::Removed);
    let shut_out = !staff && (found.signed_for_staff || !removed) && !may_read(work, &row, person).await?;
    Ok(Candidate { shut_out, ..found })
}

/// The ticket of the nearest mail of the thread that is known. Anybody can claim an id, and mails of the staff to each other may
/// never have come here: so if that one is no letter of ours, but one further up is about a note, it goes on among the staff.
async fn thread(work: &Work<'_>, mail: &IncomingMessage, sender: Option<UserId>) -> Result<Vec<Candidate>> {
    let ids: Vec<&String> = mail
        .in_reply_to
        .iter()
        .chain(mail.references.iter().rev())
        .chain(&mail.report_of)
        .take(LOOKED_UP)
        .collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let known = messages::known_of(work.tx(), &ids).await?;
    let mut near = ids.iter().filter_map(|id| known.iter().find(|row| row.message_id == **id));
    let Some(nearest) = near.next() else { return Ok(Vec::new()) };
    let Some(found) = of_message(work, nearest, sender).await? else { return Ok(Vec::new()) };
    if nearest.letter_id.is_none() && !found.about_note {
        for row in near {
            if let Some(note) = of_message(work, row, sender).await?.filter(|one| one.about_note) {
                return Ok(vec![note]);
            }
        }
    }
    Ok(vec![found])
}

/// The ticket of a mail that is known, ours or another's.
async fn of_message(
    work: &Work<'_>,
    known: &message::Model,
    sender: Option<UserId>,
) -> Result<Option<Candidate>> {
    let Some(row) = tickets::find(work.tx(), known.ticket_id.into()).await? else {
        return Ok(None);
    };
    let found = candidate(work, row, sender).await?;
    let sent = match known.letter_id {
        Some(letter) => letters::find(work.tx(), letter.into()).await?,
        None => None,
    };
    let Some(sent) = sent else {
        let about_note = is_among_staff(work, known).await?;
        return Ok(Some(Candidate { about_note, ..found }));
    };
    let found = Candidate { about_note: letters::is_about_note(work.tx(), &sent).await?, ..found };
    let reader: UserId = sent.recipient_id.into();
    if sender == Some(reader) {
        return shut_out(work, found, sender).await.map(Some);
    }
    outlived(work, found, reader, sender).await.map(Some)
}

/// Whether a mail is for the staff alone: it became a note, or passed on what a customer wrote. What answers it goes on among
/// them.
async fn is_among_staff(work: &Work<'_>, mail: &message::Model) -> Result<bool> {
    let Some(comment) = mail.comment_id else { return Ok(false) };
    if letters::is_among_staff(work.tx(), comment).await? {
        return Ok(true);
    }
    mails::passed_on(work.tx(), &mail.message_id, comment).await
}

/// The ticket of the number that a rule of the mailbox found.
async fn number(work: &Work<'_>, incoming: &Incoming, sender: Option<UserId>) -> Result<Option<Candidate>> {
    let Some(id) = ruled::ticket(work, incoming).await? else { return Ok(None) };
    match tickets::find(work.tx(), id).await? {
        Some(row) => {
            let found = candidate(work, row, sender).await?;
            Ok(Some(Candidate { by_subject: true, by: MailRelation::PartnerNumber, ..found }))
        }
        None => Ok(None),
    }
}

async fn subject(
    work: &Work<'_>,
    mail: &IncomingMessage,
    sender: Option<UserId>,
) -> Result<Option<Candidate>> {
    let tags = subject_tags(work, &mail.subject).await?;
    let found = tags.iter().find_map(|tag| number_in_subject(&mail.subject, tag));
    let Some(number) = found else { return Ok(None) };
    match tickets::by_number(work.tx(), number).await? {
        Some(row) => {
            let found = candidate(work, row, sender).await?;
            Ok(Some(Candidate { by: MailRelation::Subject, ..found }))
        }
        None => Ok(None),
    }
}

/// The tags under which tickets are written about: the installation's, and those that queues have for themselves.
/// Most subjects hold no bracket, and nothing is looked up for them.
pub(super) async fn subject_tags(work: &Work<'_>, subject: &str) -> Result<Vec<String>> {
    if !subject.contains('[') {
        return Ok(Vec::new());
    }
    let own = queues::with_settings(work.tx()).await?.into_iter().filter_map(|(_, own)| own.subject_tag);
    Ok(std::iter::once(work.engine().settings().mail.subject_tag.clone()).chain(own).collect())
}

/// A ticket that the thread points to; what else does says so. What points to a merged ticket means the one into which it was merged.
pub(super) async fn candidate(
    work: &Work<'_>,
    row: ticket::Model,
    sender: Option<UserId>,
) -> Result<Candidate> {
    let row = tickets::leads_to(work.tx(), row).await?;
    let id: TicketId = row.id.into();
    let sender_takes_part = match sender {
        Some(sender) => {
            let account = people::find(work.tx(), sender).await?;
            let staff = account.and_then(|it| it.role.parse::<Role>().ok()).is_some_and(Role::is_staff);
            let watching = watchers::of(work.tx(), row.id, sender).await?;
            // Who was taken off takes no part any more, whatever they wrote before.
            let takes_part = || tickets::takes_part(work.tx(), id, sender);
            !staff
                && (row.customer_id == sender.0
                    || watching == Some(Watching::Reader)
                    || (watching != Some(Watching::Removed) && takes_part().await?))
        }
        None => false,
    };
    Ok(Candidate {
        ticket: id,
        number: row.number,
        by: MailRelation::Thread,
        sender_takes_part,
        signed_for_staff: false,
        passed_on: false,
        about_note: false,
        shut_out: false,
        by_subject: false,
    })
}
