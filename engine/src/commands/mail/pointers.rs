//! Finds what the database knows of the ids, numbers and people in a mail, for `routing` to decide on.

use super::{
    behalf::whose,
    copied::is_forged,
    enclosed::known_mail,
    receive::Incoming,
    ruled,
    sender::Sender,
    sight::{Addressed, addressed, is_of_staff, may_read, takes_part},
    signed,
    threads::{Answerer, of_message, thread},
};
use crate::{
    commands::user::by_email,
    content::address::{normalise, spelled},
    error::Result,
    incoming::{authentication::Verdict, writer::Writer},
    model::{Forwarded, IncomingMessage, LetterId, MailRelation, TicketId, UserId, Watching},
    routing::{Candidate, Pointers, Route, numbers_in_subject, route},
    store::{Work, answered_mails, entity::ticket, letters, people, queues, splits, tickets, watchers},
};

/// The most ids of a mail's headers that are looked up; a hostile mail may carry thousands.
pub(super) const LOOKED_UP: usize = 100;

/// The most numbers of a subject that are looked up.
pub(super) const NUMBERS: usize = 10;

/// Everything in a mail that points to a ticket.
pub(super) async fn pointers(
    work: &Work<'_>,
    incoming: &Incoming,
    sender: Option<UserId>,
) -> Result<Pointers> {
    let mail = incoming.message();
    let address = match &incoming.writer {
        Writer::Sender(person) | Writer::Behind(person) => normalise(&person.address),
        Writer::Ourselves | Writer::MailServer | Writer::Nobody => None,
    };
    let who = Answerer {
        account: sender,
        of_staff: incoming.sender.as_ref().is_some_and(is_of_staff),
        address: address.as_deref().unwrap_or_default(),
        nobody: matches!(incoming.writer, Writer::Ourselves | Writer::MailServer),
    };
    let mut thread = thread(work, mail, who).await?;
    let answers = thread.iter().any(|one| !one.claimed);
    if !answers {
        thread.extend(known_forward(work, incoming, sender).await?);
    }
    let beside = match sender {
        Some(sender) if thread.iter().all(|one| one.claimed) => beside(work, mail, sender).await?,
        _ => None,
    };
    let found = with_addresses(work, mail, sender, thread).await?;
    Ok(Pointers {
        split_off: found.split_off && answers,
        number: number(work, incoming, sender).await?,
        subject: subject(work, incoming, sender).await?,
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
    let pointers = Pointers { thread, ..Pointers::default() };
    let mut answered: Vec<TicketId> = pointers.answered().map(|found| found.ticket).into_iter().collect();
    if let Some(part) = answered.first().copied().filter(|_| !tokens.is_empty()) {
        answered.extend(splits::sources(work.tx(), part).await?);
    }
    let (token, others) = signed::tickets(work, &tokens, sender, &answered).await?;
    let token = match token {
        Some(found) => Some(found),
        None => by_letter(work, mail, sender).await?,
    };
    let split_off = token.is_some_and(|token| answered.iter().skip(1).any(|source| *source == token.ticket));
    Ok(Pointers { token, others, split_off, ..pointers })
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
    let address = mail.from.as_ref().and_then(|from| normalise(&from.address));
    let address = address.as_deref().unwrap_or_default();
    let who = Answerer { account: writer, of_staff: false, address, nobody: false };
    let thread = thread(work, &sent, who).await?;
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
    let [forwarded] = incoming.message().forwarded.as_slice() else { return Ok(Vec::new()) };
    if !incoming.sender.as_ref().is_some_and(is_of_staff) {
        return Ok(Vec::new());
    }
    let found = match known_mail(work, forwarded).await? {
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
            found.map(|one| Candidate { signed_for_staff: false, passed_on: false, claimed: false, ..one })
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
    let staff = people::find(work.tx(), person).await?.is_some_and(|account| is_of_staff(&account));
    let Some(row) = tickets::find(work.tx(), found.ticket).await? else {
        return Ok(found);
    };
    let removed = watchers::of(work.tx(), row.id, person).await? == Some(Watching::Removed);
    let shut_out = !staff && (found.signed_for_staff || !removed) && !may_read(work, &row, person).await?;
    Ok(Candidate { shut_out, ..found })
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

/// The first ticket whose number stands in the subject and in which the sender takes part; otherwise the first.
async fn subject(work: &Work<'_>, incoming: &Incoming, sender: Option<UserId>) -> Result<Option<Candidate>> {
    let subject = &incoming.message().subject;
    let numbers = numbers_in_subject(subject, &subject_tags(work, subject).await?);
    let mut first = None;
    for number in numbers.into_iter().take(NUMBERS) {
        let Some(row) = tickets::by_number(work.tx(), number).await? else { continue };
        let found = candidate(work, row, sender).await?;
        let takes_part = found.sender_takes_part || answers_for_staff(work, incoming, found.ticket).await?;
        let found = Candidate { by: MailRelation::Subject, sender_takes_part: takes_part, ..found };
        if takes_part {
            return Ok(Some(found));
        }
        first = first.or(Some(found));
    }
    Ok(first)
}

/// Whether one of the staff takes part in a ticket whose number they write, since they work its queue and a trusted server vouches for
/// them. Not where they pass something on, or write to others alone: that is no answer there.
async fn answers_for_staff(work: &Work<'_>, incoming: &Incoming, ticket: TicketId) -> Result<bool> {
    let Some(account) = incoming.sender.as_ref().filter(|account| is_of_staff(account)) else {
        return Ok(false);
    };
    let mail = incoming.message();
    if incoming.verdict(work) != Verdict::Pass || !mail.forwarded.is_empty() {
        return Ok(false);
    }
    let Some(row) = tickets::find(work.tx(), ticket).await? else { return Ok(false) };
    let works_queue = Sender::of(account)?.works_queue(work, row.queue_id).await?;
    Ok(works_queue && addressed(work, mail, &row).await? != Addressed::Others)
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
    let sender_takes_part = match sender {
        Some(sender) => takes_part(work, &row, sender).await?,
        None => false,
    };
    Ok(Candidate {
        ticket: row.id.into(),
        number: row.number,
        by: MailRelation::Thread,
        sender_takes_part,
        signed_for_staff: false,
        passed_on: false,
        about_note: false,
        shut_out: false,
        by_subject: false,
        claimed: false,
    })
}
