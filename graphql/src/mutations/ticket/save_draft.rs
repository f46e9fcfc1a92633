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
    /// The text, at most 200,000 characters; a blank one removes the draft, unless it has files.
    text: String,
    /// Who it is meant for; defaults to INTERNAL for staff and PUBLIC for customers.
    visibility: Option<Visibility>,
    /// The status chosen with it.
    status: Option<TicketStatus>,
    /// The `idempotencyKey` that the comment will have: once a comment was added with it, its text and earlier stages of it
    /// are no longer saved.
    idempotency_key: Option<String>,
    /// A name for the window that saves, at most 64 characters. Together with `writtenAt` it ensures that an older save of
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
    /// Saves or replaces the viewer's draft on a ticket; null if there is none now. It is removed when its comment is
    /// added.
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
