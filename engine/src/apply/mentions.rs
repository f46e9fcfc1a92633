//! Tells the colleagues whom an internal note names.

use super::{LockedTicket, people::colleagues};
use crate::{
    content::mentioned,
    error::Result,
    model::{Comment, LetterChange, LetterKind, Notice, Visibility},
    outbox::{Owed, owe},
    rules::{By, Side},
    store::{NewEvent, Work, mentions},
};

/// Notes whom a note of the staff names among those who work the ticket's queue, and owes each a letter. What the staff must
/// know of letters that cannot go is answered as lines for the journal.
pub(super) async fn tell(
    work: &Work<'_>,
    ticket: &LockedTicket,
    by: By,
    comment: &Comment,
) -> Result<Vec<NewEvent>> {
    let note = by.side == Side::Staff && comment.visibility == Visibility::Internal;
    if !note || comment.automatic || !comment.text.contains('@') {
        return Ok(Vec::new());
    }
    let mut people = colleagues(work, ticket.row.queue_id.into()).await?;
    people.retain(|(id, _)| *id != comment.author);
    let mut events = Vec::new();
    for recipient in mentioned(&comment.text, &people) {
        mentions::note(work, comment.id, recipient).await?;
        let owed = Owed {
            kind: LetterKind::Changed,
            recipient,
            ticket: Some(ticket.id()),
            comment: Some(comment.id),
            changes: vec![LetterChange::Mentioned],
            by_hand: true,
            notice: Some(Notice::Mentioned),
        };
        events.extend(Box::pin(owe(work, owed)).await?);
    }
    Ok(events)
}
