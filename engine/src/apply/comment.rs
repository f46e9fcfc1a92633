//! Writes a comment with its files and what search finds it by.

use super::files::{Kept, attach};
use crate::{
    error::Result,
    model::{Channel, Comment, TicketId, UserId, Visibility},
    store::{Work, comments, search, tickets},
};

/// A comment that is to be written.
pub(crate) struct NewComment {
    pub(crate) author: UserId,
    pub(crate) visibility: Visibility,
    pub(crate) channel: Channel,
    pub(crate) text: String,
    pub(crate) html: String,
    pub(crate) automatic: bool,
    pub(crate) files: Vec<Kept>,
    /// Whether the mail that it came by holds more than its text.
    pub(crate) has_more: bool,
}

/// What a comment brings with it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Brought {
    pub(crate) files: Vec<Kept>,
    /// How it is shown, made safe; by default its text tells.
    pub(crate) html: Option<String>,
}

impl From<Vec<Kept>> for Brought {
    fn from(files: Vec<Kept>) -> Self {
        Self { files, html: None }
    }
}

/// Writes a comment with its files and what search finds it by; whoever writes in public takes part in the ticket.
pub(crate) async fn write_comment(work: &Work<'_>, ticket: TicketId, new: NewComment) -> Result<Comment> {
    let comment = write_comment_alone(work, ticket, new).await?;
    if comment.visibility == Visibility::Public {
        tickets::take_part(work.tx(), ticket, comment.author).await?;
    }
    Ok(comment)
}

/// The same, of somebody who takes part in the ticket already.
pub(super) async fn write_comment_alone(
    work: &Work<'_>,
    ticket: TicketId,
    new: NewComment,
) -> Result<Comment> {
    let comment = Comment {
        id: work.id()?,
        ticket,
        author: new.author,
        visibility: new.visibility,
        channel: new.channel,
        text: new.text,
        html: new.html,
        automatic: new.automatic,
        created_at: work.now(),
        redacted_at: None,
        redacted_files: 0,
        has_more: new.has_more,
    };
    comments::insert(work, &comment).await?;
    attach(work, comment.id, &new.files).await?;
    let names = new.files.iter().map(|file| file.inspected.filename.as_str());
    let content = searched(&comment.text, names);
    let internal = comment.visibility == Visibility::Internal;
    search::add(work.tx(), ticket, Some(comment.id), internal, &content).await?;
    Ok(comment)
}

/// What search finds a comment by: its text and the names of its files.
pub(crate) fn searched<'a>(text: &'a str, files: impl Iterator<Item = &'a str>) -> String {
    std::iter::once(text).chain(files).collect::<Vec<_>>().join("\n")
}
