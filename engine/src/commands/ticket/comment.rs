//! Writes a comment on a ticket, with files and a status in one action.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::{
    change::{Done, Order},
    draft_files, repeated,
};
use crate::{
    actor::Actor,
    apply::{Kept, NewComment, write_comment},
    content::{html_of_markdown, html_of_text},
    engine::Engine,
    error::{Error, Result},
    model::{
        Cause, Channel, Comment, CommentChange, DraftFileId, EventKind, Nature, Paging, Status, Ticket,
        TicketChange, TicketId, Upload, UserId, Visibility,
    },
    rules::texts::clean_text,
    store::{NewEvent, Work},
};

/// What a comment consists of.
#[derive(Debug, Clone)]
pub struct AddComment {
    /// The ticket's number.
    pub number: i64,
    /// The text; may be empty if there are files or a status. A status alone writes no comment.
    pub text: String,
    /// Files that belong to it.
    pub attachments: Vec<Upload>,
    /// Files of the actor's draft that belong to it, before the others.
    pub draft_files: Vec<DraftFileId>,
    /// Who may read it; INTERNAL is for the staff.
    pub visibility: Visibility,
    /// The status to pick with it; customers may pick nothing but CLOSED.
    pub status: Option<Status>,
    /// Whether the ticket is assigned to the writer with it; for the staff.
    pub takes: bool,
    /// The same key from the same actor makes no second comment but answers the first.
    pub idempotency_key: Option<String>,
    /// The version that the writer saw; refused if the ticket has changed since.
    pub expected_version: Option<i64>,
}

impl Default for AddComment {
    fn default() -> Self {
        Self {
            number: 0,
            text: String::new(),
            attachments: Vec::new(),
            draft_files: Vec::new(),
            visibility: Visibility::Public,
            status: None,
            takes: false,
            idempotency_key: None,
            expected_version: None,
        }
    }
}

/// A comment with its ticket as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commented {
    /// The ticket.
    pub ticket: Ticket,
    /// The comment; where a status alone was picked, the newest one that the actor may see.
    pub comment: Comment,
}

impl Engine {
    /// Writes a comment; what follows for the status is told in [`crate::lifecycle`].
    ///
    /// # Errors
    /// `NotFound` for a ticket that is absent or hidden; `Forbidden` for an internal note or a status that the actor may
    /// not pick; `BadInput` for an empty `text` without files or status, or for `idempotencyKey`; `KeyReused` when the key came with
    /// other content before; `TooLarge`; `TooLargeTogether`; `Stale`.
    pub async fn add_comment(&self, actor: &Actor, input: AddComment) -> Result<Commented> {
        let request =
            repeated::request(actor, "addComment", input.idempotency_key.as_deref(), || content(&input))?;
        let mut attachments = self.drafted(actor, input.number, &input.draft_files, request.as_ref()).await?;
        attachments.extend(input.attachments);
        let AddComment { number, text, visibility, status, takes, expected_version, .. } = input;
        // A status says enough by itself: then no comment is written, and the answer shows the newest one.
        let alone = status.is_some() && attachments.is_empty() && clean_text(&text).trim().is_empty();
        let newest = if alone { Box::pin(self.newest_comment(actor, number)).await? } else { None };
        let mut changes = Vec::new();
        if newest.is_none() {
            let comment =
                CommentChange { text, visibility, attachments, nature: Nature::Written, has_more: false };
            changes.push(TicketChange::Comment(comment));
        }
        let taker = actor.user().filter(|_| takes).map(|viewer| viewer.id);
        changes.extend(taker.map(|taker| TicketChange::Assign(Some(taker))));
        changes.extend(status.map(TicketChange::SetStatus));
        let order = Order { number, changes: &changes, by_macro: false, expected_version, request };
        match Box::pin(self.carry_out_alone(actor, order)).await.map_err(Error::of_field)? {
            Done::Now(mut done) => {
                let comment = done.comments.pop().or(newest);
                let comment = comment.ok_or_else(|| Error::internal("a comment was not written"))?;
                Ok(Commented { ticket: done.ticket, comment })
            }
            Done::Before(first) => self.commented_before(actor, &first).await,
        }
    }

    /// The newest comment of a ticket that the actor may see; `None`: there is none, or no such ticket.
    pub(super) async fn newest_comment(&self, actor: &Actor, number: i64) -> Result<Option<Comment>> {
        let Some(ticket) = self.ticket(actor, number).await? else { return Ok(None) };
        let last = Paging { last: Some(1), ..Paging::default() };
        let page = self.comments(actor, ticket.id, &last).await?;
        Ok(page.items.into_iter().next_back().map(|(_, comment)| comment))
    }
}

/// All that decides what is written, for telling a repetition from another request with the same key.
fn content(input: &AddComment) -> Value {
    let mut content = json!({
        "number": input.number,
        "text": input.text,
        "attachments": repeated::files(&input.attachments),
        "visibility": input.visibility.as_str(),
        "status": input.status.map(Status::as_str),
        "takes": input.takes,
    });
    if !input.draft_files.is_empty() {
        content["draftFiles"] = draft_files::named(&input.draft_files);
    }
    content
}

/// Writes a note for the staff beside what was asked.
pub(crate) async fn write_note(
    work: &Work<'_>,
    ticket: TicketId,
    author: UserId,
    (text, files): (String, Vec<Kept>),
    (channel, cause): (Channel, Cause),
) -> Result<NewEvent> {
    let note = write_comment(work, ticket, note(author, (text, files), (channel, cause))).await?;
    Ok(NewEvent {
        kind: EventKind::Commented,
        ticket,
        actor: Some(author),
        cause,
        comment: Some(note.id),
        changes: Vec::new(),
        internal: true,
    })
}

/// What the staff write for themselves.
pub(super) fn note(
    author: UserId,
    (text, files): (String, Vec<Kept>),
    (channel, cause): (Channel, Cause),
) -> NewComment {
    let html = match cause {
        Cause::Web | Cause::Api => html_of_markdown(&text, &HashMap::<_, _>::new()),
        Cause::Mail | Cause::Timer | Cause::System => html_of_text(&text),
    };
    let visibility = Visibility::Internal;
    NewComment { author, visibility, channel, text, html, automatic: false, files, has_more: false }
}
