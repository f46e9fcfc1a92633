//! Notes a failed delivery in the ticket whose mail it was; the status does not change, and nobody is written to.

use super::{
    ledger::{Entry, complete},
    passed_on::tell,
    pointers::{NUMBERS, failed_letter, subject_tags},
    receive::Incoming,
    sender::Sender,
};
use crate::{
    content::address::normalise,
    error::Result,
    incoming::{
        behalf::reports,
        undelivered::{Report, Undelivered, blames_address, undelivered},
        writer::Writer,
    },
    model::{
        Bounce, Cause, CommentId, EventChange, EventKind, FromTo, IncomingMessage, MailReason, Outcome,
        Received, TicketId,
    },
    policy,
    routing::{answered_ids, numbers_in_subject},
    store::{
        NewEvent, Work,
        entity::{letter, ticket},
        letters, mail_comments, messages, returned_letters, tickets, undeliverable,
    },
};

/// The most ids of a report that are looked up.
const LOOKED_UP: usize = 20;

/// What a report is about, as far as we know it.
#[derive(Debug, Default)]
pub(super) struct Original {
    ticket: Option<ticket::Model>,
    /// The letter that was not delivered.
    letter: Option<letter::Model>,
}

/// What a mail that looks like a report is about; `None`: it is no report, but somebody's words.
pub(super) async fn original(
    work: &Work<'_>,
    mail: &IncomingMessage,
    bounce: &Bounce,
) -> Result<Option<Original>> {
    let addressed = addressed(work, mail).await?;
    let named: Vec<&str> = bounce.original_message_id.as_deref().into_iter().collect();
    let answers = answered_ids(&mail.in_reply_to, &mail.references, LOOKED_UP);
    let enclosed = match &addressed {
        Some(_) => None,
        None => letter_of(work, &named).await?,
    };
    let answered = match addressed.as_ref().or(enclosed.as_ref()) {
        Some(_) => None,
        None => letter_of(work, &answers).await?,
    };
    let (is_addressed, encloses_ours, answers_ours) =
        (addressed.is_some(), enclosed.is_some(), answered.is_some());
    let letter = addressed.or(enclosed).or(answered);
    let is_recipient =
        |address: &String| letter.as_ref().is_some_and(|letter| letter.address.eq_ignore_ascii_case(address));
    let report = Report {
        standard: bounce.standard,
        by_machine: bounce.by_machine,
        addressed: is_addressed,
        encloses_ours,
        answers_ours,
        names_recipient: bounce.recipient.as_ref().map(is_recipient),
        by_recipient: mail.from.as_ref().is_some_and(|from| is_recipient(&from.address)),
    };
    let found = undelivered(report);
    if found == Undelivered::Words {
        return Ok(None);
    }
    let ticket = match letter.as_ref().and_then(|letter| letter.ticket_id) {
        Some(ticket) => tickets::find(work.tx(), ticket.into()).await?,
        None => ticket_of(work, &[named, answers].concat()).await?,
    };
    let ticket = match ticket {
        None => tagged(work, mail, bounce).await?,
        known => known,
    };
    let ticket = match ticket {
        Some(row) => Some(tickets::leads_to(work.tx(), row).await?),
        None => None,
    };
    Ok(Some(Original { ticket, letter: letter.filter(|_| found == Undelivered::Fails) }))
}

/// A report about a letter of ours, which one of the staff passes on as a file.
pub(super) struct PassedOn<'m> {
    by: Sender,
    report: &'m Bounce,
    original: Original,
    ticket: TicketId,
    /// What they wrote above.
    note: &'m str,
}

/// The report that a mail of the staff passes on and nothing else, if that is about a letter of ours.
pub(super) async fn passed_on<'m>(work: &Work<'_>, incoming: &'m Incoming) -> Result<Option<PassedOn<'m>>> {
    let [mail] = incoming.message().forwarded.as_slice() else { return Ok(None) };
    let Some(report) = mail.bounce.as_ref().filter(|_| mail.machine.is_some()) else { return Ok(None) };
    let (Writer::Sender(_), Some(account)) = (&incoming.writer, &incoming.sender) else { return Ok(None) };
    let by = Sender::of(account)?;
    let as_sent = IncomingMessage {
        from: mail.from.clone(),
        recipients: mail.recipients.clone(),
        in_reply_to: mail.in_reply_to.clone(),
        references: mail.references.clone(),
        subject: mail.subject.clone().unwrap_or_default(),
        ..IncomingMessage::default()
    };
    let Some(original) = original(work, &as_sent, report).await? else { return Ok(None) };
    let Some(row) = original.ticket.as_ref().filter(|_| original.letter.is_some()) else { return Ok(None) };
    let checked = !work.engine().settings().mail.trusted_authserv.is_empty();
    let works_queue = by.works_queue(work, row.queue_id).await?;
    if !reports(works_queue, checked, incoming.verdict(work)) {
        return Ok(None);
    }
    let ticket = row.id.into();
    Ok(Some(PassedOn { by, report, original, ticket, note: &mail.note }))
}

/// Writes down a report that is passed on as if it had come by itself, keeps it with what stands above as a note in the ticket of the
/// letter, and commits.
pub(super) async fn write_passed_on(
    work: Work<'_>,
    entry: Entry,
    incoming: &Incoming,
    passed_on: PassedOn<'_>,
) -> Result<Received> {
    let PassedOn { by, report, original, ticket, note } = passed_on;
    tickets::lock_id(work.tx(), ticket).await?;
    let told = tell(&work, ticket, by.id, (note, incoming.files.clone())).await?;
    let notes: Vec<CommentId> = told.iter().filter_map(|event| event.comment).collect();
    mail_comments::remember(work.tx(), entry.id(), &notes).await?;
    write(work, entry, (report, original), told).await
}

/// The letter to whose own address for failures a mail came.
async fn addressed(work: &Work<'_>, mail: &IncomingMessage) -> Result<Option<letter::Model>> {
    match failed_letter(work, mail).await? {
        Some(id) => letters::find(work.tx(), id).await,
        None => Ok(None),
    }
}

/// Whether a mail came to the address for failures of a letter about an account, which belongs to no ticket.
pub(super) async fn is_about_an_account(work: &Work<'_>, mail: &IncomingMessage) -> Result<bool> {
    Ok(addressed(work, mail).await?.is_some_and(|letter| letter.ticket_id.is_none()))
}

/// The ticket whose number stands in the subject, if it wrote to the address that was not reached. That is noted and no more:
/// numbers and addresses are known to others.
async fn tagged(work: &Work<'_>, mail: &IncomingMessage, bounce: &Bounce) -> Result<Option<ticket::Model>> {
    let Some(recipient) = bounce.recipient.as_deref().and_then(normalise) else { return Ok(None) };
    for subject in bounce.subject.iter().chain([&mail.subject]) {
        let numbers = numbers_in_subject(subject, &subject_tags(work, subject).await?);
        for number in numbers.into_iter().take(NUMBERS) {
            let Some(row) = tickets::by_number(work.tx(), number).await? else { continue };
            if returned_letters::was_written_to(work.tx(), row.id, &recipient).await? {
                return Ok(Some(row));
            }
        }
    }
    Ok(None)
}

/// The first of these ids that is a letter of ours.
async fn letter_of(work: &Work<'_>, ids: &[&str]) -> Result<Option<letter::Model>> {
    for id in ids {
        let found = returned_letters::of_message_id(work.tx(), id).await?;
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

/// The ticket of the first of these ids that one ticket alone knows.
async fn ticket_of(work: &Work<'_>, ids: &[&str]) -> Result<Option<ticket::Model>> {
    for id in ids {
        if let [only] = messages::tickets(work.tx(), id).await?.as_slice() {
            return Ok(Some(only.clone()));
        }
    }
    Ok(None)
}

/// Writes down a report of a failed delivery beside these events, and commits.
pub(super) async fn write(
    work: Work<'_>,
    entry: Entry,
    (bounce, original): (&Bounce, Original),
    mut events: Vec<NewEvent>,
) -> Result<Received> {
    let words = words(bounce);
    let id: Option<TicketId> = original.ticket.as_ref().map(|row| row.id.into());
    let received = Received {
        ticket: original.ticket.as_ref().map(|row| row.number),
        ..Received::without_ticket(Outcome::Bounced, MailReason::Undelivered)
    };
    let received = received.because(Some(MailReason::Undelivered), Some(&words));
    if bounce.permanent {
        let address = original.letter.as_ref().map(|sent| sent.address.clone());
        let from = address.or_else(|| bounce.recipient.clone());
        if let Some(ticket) = id {
            events.push(NewEvent {
                kind: EventKind::MailBounced,
                ticket,
                actor: None,
                cause: Cause::Mail,
                comment: None,
                changes: vec![EventChange::Mail(FromTo { from, to: Some(words.clone()) })],
                internal: true,
            });
        }
        if let Some(sent) = original.letter {
            // What came back long ago may arrive today.
            let is_of_today = work.quiet_because() != Some(MailReason::Old);
            if is_of_today && blames_address(bounce.status.as_deref()) {
                undeliverable::mark(work.tx(), &sent.address, work.now(), &words).await?;
            }
            fail(&work, &sent, words).await?;
        }
    }
    complete(&work, &entry, id, &received).await?;
    work.commit(policy::housekeeping(), events).await?;
    Ok(received)
}

async fn fail(work: &Work<'_>, sent: &letter::Model, words: String) -> Result<()> {
    if sent.ticket_id.is_none() {
        tracing::warn!(letter = %sent.id, user = %sent.recipient_id, "a letter about an account came back");
    }
    returned_letters::fail(work, sent.id, words).await
}

fn words(bounce: &Bounce) -> String {
    let parts = [&bounce.status, &bounce.diagnostic].into_iter().flatten().map(String::as_str);
    let words = parts.collect::<Vec<_>>().join(" ");
    let fallback =
        if bounce.permanent { "the mail could not be delivered" } else { "the delivery is delayed" };
    if words.is_empty() { fallback.to_owned() } else { words.chars().take(500).collect() }
}
