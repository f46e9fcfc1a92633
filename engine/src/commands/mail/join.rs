//! Adds a mail to the ticket that it answers.

use super::{
    copied,
    ledger::{Entry, complete, enter_again},
    open::with_pictures,
    pointers::LOOKED_UP,
    receive::Incoming,
    replies::remember_reply_address,
    ruled::{carry_out, remember_number},
    sender::{Sender, sender},
    sight::may_read,
    title::title_of,
};
use crate::{
    actor::Actor,
    apply::Brought,
    commands::user::by_email,
    content::sanitise_mail,
    error::{Error, Result},
    incoming::{
        absence,
        manner::{Answer, Manner, manner},
        writer::Writer,
    },
    model::{
        Cause, CommentChange, CommentId, EventChange, IncomingMessage, MailReason, MailRelation, Outcome,
        Received, TicketChange, TicketId, Unattended, UserId, Visibility,
    },
    policy::{Action, Permit},
    routing::Candidate,
    rules::{By, Side},
    settings::Replies,
    store::{
        Work, answered_mails,
        entity::ticket,
        messages, queues, tickets, watchers,
        whole_texts::{self, WholeHtml},
    },
};

/// Adds a mail to a ticket, and to the others whose reply addresses it came to as well, and commits. What is answered is the first.
pub(super) async fn write(
    mut work: Work<'_>,
    entry: Entry,
    mut incoming: Incoming,
    (candidate, also): (Candidate, Vec<Candidate>),
) -> Result<Received> {
    let mail = incoming.message();
    if mail.null_sender && incoming.sender.is_none() {
        // Nobody who could be written to: no account is made for it.
        incoming.writer = Writer::MailServer;
    }
    if !also.is_empty() {
        lock_in_order(&work, also.iter().copied().chain([candidate]).collect()).await?;
    }
    let sender = sender(&work, &incoming).await?;
    let joined = one(&mut work, &entry, &incoming, sender, candidate);
    let (received, mut permit) = Box::pin(joined).await?;
    remember_number(&work, &incoming, candidate.ticket).await?;
    // What answers it means the first of them.
    incoming.delivery.message.message_id = None;
    for other in also {
        let again = enter_again(&work, &entry, other.ticket).await?;
        incoming.arrived.replies = agreed(&work, other).await?.unwrap_or(incoming.arrived.replies);
        let (_, for_other) = Box::pin(one(&mut work, &again, &incoming, sender, other)).await?;
        permit = permit.and(for_other);
    }
    work.commit(permit, Vec::new()).await?;
    Ok(received)
}

/// What was agreed on answers in the queue of another ticket than that for whose mailbox a mail came.
async fn agreed(work: &Work<'_>, other: Candidate) -> Result<Option<Replies>> {
    let Some(row) = tickets::lock_id(work.tx(), other.ticket).await? else { return Ok(None) };
    let queue = work.queues().await?.iter().find(|queue| queue.id == row.queue_id);
    let Some(queue) = queue else { return Ok(None) };
    if let Some(own) = queues::own(queue)?.replies {
        return Ok(Some(own));
    }
    Ok(work.mailboxes().await?.of_queue(&queue.name).map(|mailbox| mailbox.replies))
}

/// Two mails to the same tickets wait for each other, not both.
pub(super) async fn lock_in_order(work: &Work<'_>, mut all: Vec<Candidate>) -> Result<()> {
    all.sort_by_key(|one| one.number);
    for one in all {
        tickets::lock_id(work.tx(), one.ticket).await?;
    }
    Ok(())
}

/// Adds a mail to one ticket.
async fn one(
    work: &mut Work<'_>,
    entry: &Entry,
    incoming: &Incoming,
    sender: Sender,
    candidate: Candidate,
) -> Result<(Received, Permit)> {
    let (added, permit) = Box::pin(add(work, incoming, sender, candidate)).await?;
    let forged = || copied::is_forged(work, incoming).then_some(MailReason::SenderForged);
    let unreadable = || incoming.message().unreadable.then_some(MailReason::Unreadable);
    let old = || work.quiet_because();
    let reason = added.manner.reason().or_else(forged).or_else(unreadable).or_else(old);
    let received =
        Received::of_ticket(Outcome::Commented, added.number, Some(added.comment)).because(reason, None);
    let received = received.found_by(candidate.by);
    complete(work, entry, Some(added.ticket), &received).await?;
    Ok((received, permit))
}

/// What a mail became in a ticket.
#[derive(Debug, Clone, Copy)]
pub(super) struct Added {
    /// Which ticket.
    pub(super) ticket: TicketId,
    /// Its number.
    pub(super) number: i64,
    /// Who is responsible for it.
    pub(super) assignee: Option<UserId>,
    /// The comment.
    pub(super) comment: CommentId,
    manner: Manner,
}

/// Writes the comment of a mail, and whatever follows from it.
pub(super) async fn add(
    work: &mut Work<'_>,
    incoming: &Incoming,
    sender: Sender,
    candidate: Candidate,
) -> Result<(Added, Permit)> {
    let gateway = Actor::gateway();
    let found = work.ticket_of_id(&gateway, candidate.ticket, Action::CommentInPublic).await?;
    let (mut ticket, permit) =
        found.ok_or_else(|| Error::internal("a ticket vanished while a mail was joining it"))?;
    let manner = manner(answer(work, incoming, &ticket.row, sender, candidate).await?);
    let mail = incoming.message();
    let internal = manner.is_internal(incoming.arrived.replies);
    let comment = CommentChange {
        text: mail.text.clone(),
        visibility: if internal { Visibility::Internal } else { Visibility::Public },
        attachments: Vec::new(),
        nature: manner.nature(),
        has_more: mail.whole.is_some(),
    };
    let side = if matches!(manner, Manner::Staff | Manner::Note) { Side::Staff } else { Side::Customer };
    let by = By { user: Some(sender.id), side, cause: Cause::Mail };
    let changes = [TicketChange::Comment(comment)];
    let (brought, whole_html) = brought(work, incoming)?;
    let written = Box::pin(work.apply(&mut ticket, by, &changes, vec![brought])).await?;
    let comment = written.first().map(|comment| comment.id);
    let comment = comment.ok_or_else(|| Error::internal("the comment of a mail was not written"))?;
    if let Some(whole) = &mail.whole {
        whole_texts::put(work.tx(), comment.0, whole, whole_html).await?;
    }
    messages::remember(work, mail.message_id.as_deref(), ticket.id(), comment).await?;
    if candidate.by_subject {
        answered_mails::remember(work.tx(), &mail.in_reply_to, comment).await?;
    }
    if matches!(manner, Manner::Customer | Manner::Machine) {
        carry_out(work, &mut ticket, &incoming.ruled, sender.id).await?;
    }
    // A number is easily guessed, and so is an address: by these alone no letters are led elsewhere.
    if manner == Manner::Customer && !candidate.by_subject && sender.id.0 == ticket.row.customer_id {
        remember_reply_address(work, incoming, ticket.id(), sender.id, false).await?;
    }
    let watching = watching(work, incoming, &ticket.row, (sender, manner, candidate));
    let watching = Box::pin(watching).await?;
    if !watching.is_empty() {
        work.journal(copied::event(ticket.id(), sender.id, watching));
        // The customer is told of it even where the comment itself is for the staff alone.
        work.touch(&mut ticket, true).await?;
    }
    let assignee = ticket.row.assignee_id.map(Into::into);
    let added = Added { ticket: ticket.id(), number: ticket.row.number, assignee, comment, manner };
    Ok((added, permit))
}

/// The files of an answer, how it is shown, and how all of its mail is: as it was written, as far as that can be told from what
/// it quotes.
fn brought(work: &Work<'_>, incoming: &Incoming) -> Result<(Brought, WholeHtml)> {
    let mail = incoming.message();
    let all = mail.html.as_deref().filter(|_| mail.whole.is_some());
    if all.is_none() && mail.answer_html.is_none() {
        return Ok((incoming.files.clone().into(), WholeHtml::None));
    }
    let (files, pictures) = with_pictures(work, &incoming.files)?;
    let safe = |html: &str| Some(sanitise_mail(html, pictures.clone())).filter(|html| !html.is_empty());
    let shown = mail.answer_html.as_deref().and_then(safe);
    let whole = match all {
        // Something is left out of the text alone.
        Some(_) if shown.is_some() && all == mail.answer_html.as_deref() => WholeHtml::AsShown,
        Some(html) => safe(&html.replace('\0', "")).map_or(WholeHtml::None, WholeHtml::Html),
        None => WholeHtml::None,
    };
    Ok((Brought { files, html: shown }, whole))
}

/// Who watches the ticket from now on: a colleague who answers, and those whom somebody copies in who may show it to others.
async fn watching(
    work: &Work<'_>,
    incoming: &Incoming,
    row: &ticket::Model,
    (sender, manner, candidate): (Sender, Manner, Candidate),
) -> Result<Vec<EventChange>> {
    // A number is easily guessed: by that alone nobody shows a ticket to others.
    if candidate.by_subject || !matches!(manner, Manner::Customer | Manner::Staff) {
        return Ok(Vec::new());
    }
    let mut changes = Vec::new();
    if manner == Manner::Customer {
        changes.extend(copied::watch_writer(work, incoming, row, sender.id).await?);
    }
    let shows = manner == Manner::Staff
        || row.customer_id == sender.id.0
        || watchers::may_read(work.tx(), row.id, sender.id).await?;
    if shows {
        changes.extend(copied::watch(work, incoming, row, sender.id).await?);
    }
    Ok(changes)
}

/// Whether its sender was taken off the watchers, also under another name of the same mailbox, and does not see the ticket
/// otherwise: the reply address of an earlier letter is still theirs, the right to write is not.
async fn is_shut_out(
    work: &Work<'_>,
    incoming: &Incoming,
    row: &ticket::Model,
    sender: Sender,
) -> Result<bool> {
    let address = match &incoming.writer {
        Writer::Sender(person) | Writer::Behind(person) => person.address.as_str(),
        Writer::Ourselves | Writer::MailServer | Writer::Nobody => "",
    };
    let removed = watchers::was_removed(work.tx(), row.id, (sender.id, address)).await?;
    if !removed || sender.role.is_staff() || row.customer_id == sender.id.0 {
        return Ok(false);
    }
    Ok(!may_read(work, row, sender.id).await?)
}

/// Whether it passes something on to others than the customer: then it is no answer to them.
async fn passes_on(work: &Work<'_>, incoming: &Incoming, row: &ticket::Model) -> Result<bool> {
    let mail = incoming.message();
    if !mail.forwarded.iter().any(|forwarded| forwarded.announced) {
        return Ok(false);
    }
    for one in mail.addressees.iter().take(LOOKED_UP) {
        if by_email(work, &one.address).await?.is_some_and(|account| account.id == row.customer_id) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether its subject says that it is an absence notice. What somebody passes on answers nothing.
async fn is_absence_notice(
    work: &Work<'_>,
    mail: &IncomingMessage,
    row: &ticket::Model,
    candidate: Candidate,
) -> Result<bool> {
    if !absence::sounds_like_notice(&mail.subject) {
        return Ok(false);
    }
    let answers = !candidate.by_subject && candidate.by != MailRelation::Forward;
    Ok(absence::is_notice_in(&row.title, &title_of(work, mail).await?, answers))
}

/// What decides how the mail becomes part of the ticket.
pub(super) async fn answer(
    work: &Work<'_>,
    incoming: &Incoming,
    row: &ticket::Model,
    sender: Sender,
    candidate: Candidate,
) -> Result<Answer> {
    let mail = incoming.message();
    Ok(Answer {
        anonymous: matches!(incoming.writer, Writer::Ourselves | Writer::MailServer),
        staff: sender.role.is_staff(),
        works_queue: sender.works_queue(work, row.queue_id).await?,
        is_customer: row.customer_id == sender.id.0,
        signed: candidate.signed_for_staff,
        note: candidate.about_note || passes_on(work, incoming, row).await?,
        // Who was copied in on an answer to a note has read what the staff say among themselves, and takes no part by that.
        uninvited: ((candidate.passed_on || candidate.about_note) && !candidate.sender_takes_part)
            || is_shut_out(work, incoming, row, sender).await?,
        verdict: incoming.verdict(work),
        unattended: match mail.unattended {
            Some(Unattended::Header | Unattended::Report | Unattended::Reaction) => true,
            Some(Unattended::Subject) | None => is_absence_notice(work, mail, row, candidate).await?,
        },
        replies: incoming.arrived.replies,
    })
}
