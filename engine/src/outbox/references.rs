//! The mails of a conversation that a letter refers to, so that mail programs show one thread: those that its reader has.

use crate::{
    error::Result,
    model::MailReason,
    store::{
        Reading,
        entity::{incoming_mail, ticket},
        letters::references::{self as kept, Readers},
    },
};

/// How many mails of a conversation a letter refers to; longer lists only grow the header.
const REFERENCES: u64 = 10;

/// Who reads a letter that is for the staff or not, and about a note or not.
pub(super) const fn readers(for_staff: bool, is_note: bool) -> Readers {
    match (for_staff, is_note) {
        (_, true) => Readers::OfNote,
        (true, false) => Readers::Staff,
        (false, false) => Readers::Customer,
    }
}

/// The Message-IDs of the conversation so far, oldest first.
pub(super) async fn references(
    db: &Reading,
    row: Option<&ticket::Model>,
    own: &str,
    readers: Readers,
) -> Result<Vec<String>> {
    let Some(row) = row else { return Ok(Vec::new()) };
    let incoming = kept::mails(db, row.id, readers, REFERENCES).await?;
    let confirmation = kept::confirmation(db, row.id).await?;
    let mut ids = Vec::with_capacity(incoming.len() + 1);
    for mail in incoming.into_iter().rev() {
        let passes_on =
            MailReason::PASSING_ON.iter().any(|why| mail.reason_code.as_deref() == Some(why.as_str()));
        if readers == Readers::Customer && passes_on {
            ids.extend(passed_on(db, &mail).await?);
        } else {
            ids.extend(mail.message_id);
        }
    }
    if let Some(confirmation) = confirmation.filter(|confirmation| confirmation.message_id != own) {
        ids.insert(ids.len().min(1), confirmation.message_id);
    }
    Ok(ids)
}

/// The mail that another one passed on: its writer has it, and not the other.
async fn passed_on(db: &Reading, by: &incoming_mail::Model) -> Result<Option<String>> {
    let Some(comment) = by.comment_id else { return Ok(None) };
    let ids = kept::ids_of_comment(db, comment).await?;
    Ok(ids.into_iter().find(|id| by.message_id.as_ref() != Some(id)))
}
