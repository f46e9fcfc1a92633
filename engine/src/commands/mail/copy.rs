//! Finds the mail of which another is a copy that a gateway on the way has changed.

use super::ledger::Entry;
use crate::{
    error::Result,
    incoming::copy::{Content, is_changed_copy},
    model::{IncomingMessage, MailReason, Outcome, Received},
    store::{
        Work,
        entity::{incoming_mail, ticket},
        mail_comments, mails, tickets,
    },
};

/// The most earlier mails that are compared; a hostile sender may use one id a thousand times.
const COMPARED: u64 = 20;

/// What is answered for a changed copy of a mail that made a comment; `None`: it is a mail of its own.
pub(super) async fn known_copy(
    work: &Work<'_>,
    entry: &Entry,
    mail: &IncomingMessage,
) -> Result<Option<(ticket::Model, Received)>> {
    let (Some(id), Some(from)) = (&mail.message_id, &mail.from) else { return Ok(None) };
    let earlier = mails::of_same_id(work, id, entry.id(), COMPARED).await?;
    let same_sender = |row: &incoming_mail::Model| {
        row.sender.as_ref().is_some_and(|sender| sender.eq_ignore_ascii_case(&from.address))
    };
    let mut files: Vec<_> = mail.attachments.iter().map(|file| file.upload.bytes.sha256()).collect();
    files.sort_unstable();
    let content = Content { subject: &mail.subject, text: &mail.text, files: &files };
    for row in earlier.into_iter().filter(same_sender) {
        let Some(first) = mails::comment(work.tx(), &row).await? else { continue };
        let kept = mail_comments::files(work.tx(), first.id.into()).await?;
        let mut kept: Vec<_> = kept.into_iter().map(|file| file.sha256).collect();
        kept.sort_unstable();
        let subject = row.subject.unwrap_or_default();
        let known = Content { subject: &subject, text: &first.text, files: &kept };
        let same_ticket = tickets::find(work.tx(), first.ticket_id.into()).await?;
        if let (true, Some(ticket)) = (is_changed_copy(content, known), same_ticket) {
            let received = Received::without_ticket(Outcome::Duplicate, MailReason::Duplicate);
            let (number, comment) = (Some(ticket.number), Some(first.id.into()));
            return Ok(Some((ticket, Received { ticket: number, comment, ..received })));
        }
    }
    Ok(None)
}
