//! Saving what somebody has written on a ticket and not sent yet.

use async_graphql::{Context, InputObject, Object};
use chrono::{DateTime, Utc};

use crate::{
    caller::logged_in,
    error::Failure,
    objects::{Draft, TicketStatus, Visibility},
};

#[derive(Default)]
pub(crate) struct SaveDraft;

/// A draft.
#[derive(InputObject)]
struct SaveDraftInput {
    /// The ticket's number.
    number: i64,
    /// The text, at most 200,000 characters; a blank one removes the draft, unless files were chosen for it: then their readers are kept.
    text: String,
    /// Who is meant to read it; without it, the staff's drafts are INTERNAL and customers' PUBLIC.
    visibility: Option<Visibility>,
    /// The status that was picked with it.
    status: Option<TicketStatus>,
    /// The `idempotencyKey` that the comment will carry: once a comment was written with it, its text and the beginnings of it are not saved any more.
    idempotency_key: Option<String>,
    /// What the window that saves calls itself, at most 64 characters. Given together with `writtenAt`, an older save of
    /// this window never replaces a newer one, in whatever order they arrive.
    writer: Option<String>,
    /// When the text was written, by the window's clock.
    written_at: Option<DateTime<Utc>>,
    /// The `revision` of the draft that the window shows, empty for none: what another window has saved since is not replaced, and
    /// the answer is CONFLICT (`draft-stale`). Without it, it is replaced.
    based_on: Option<String>,
}

#[Object]
impl SaveDraft {
    /// Saves the viewer's own draft on a ticket, in the place of the one before; null when there is none now. It is
    /// removed with the comment that it becomes.
    async fn save_draft(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The ticket and the draft.")] input: SaveDraftInput,
    ) -> Result<Option<Draft>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let draft = engine::SaveDraft {
            number: input.number,
            text: input.text,
            visibility: input.visibility.map(engine::Visibility::from),
            status: input.status.map(engine::Status::from),
            idempotency_key: input.idempotency_key,
            written: written(input.writer, input.written_at),
            based_on: input.based_on,
        };
        Ok(engine.save_draft(actor, draft).await?.map(Draft::from))
    }
}

/// Which window saves: both or nothing, since a time without a window orders nothing.
pub(super) fn written(writer: Option<String>, at: Option<DateTime<Utc>>) -> Option<engine::Written> {
    Some(engine::Written { writer: writer?, at: at? })
}
