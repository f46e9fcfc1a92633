//! Saving what somebody has written for a ticket that is not opened yet.

use async_graphql::{Context, InputObject, Object};
use chrono::{DateTime, Utc};

use super::save_draft::written;
use crate::{caller::logged_in, error::Failure, objects::NewTicketDraft};

#[derive(Default)]
pub(crate) struct SaveNewTicketDraft;

/// A draft of a new ticket; one without any text is removed.
#[derive(InputObject)]
struct SaveNewTicketDraftInput {
    /// The title.
    title: Option<String>,
    /// The text, at most 200,000 characters.
    text: Option<String>,
    /// Staff only: an internal note, at most 200,000 characters.
    note: Option<String>,
    /// Staff only: the email address of the caller.
    customer_email: Option<String>,
    /// Staff only: the name of the caller.
    customer_name: Option<String>,
    /// The `idempotencyKey` that the ticket will have: once a ticket was created with it, nothing is saved any more.
    idempotency_key: Option<String>,
    /// A name for the window that saves, at most 64 characters. Together with `writtenAt` it ensures that an older save of
    /// this window never replaces a newer one, in whatever order they arrive.
    writer: Option<String>,
    /// When the text was written, by the window's clock.
    written_at: Option<DateTime<Utc>>,
}

#[Object]
impl SaveNewTicketDraft {
    /// Saves or replaces the viewer's draft of a new ticket; null if there is none now. It is removed when its ticket is
    /// created.
    async fn save_new_ticket_draft(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The draft.")] input: SaveNewTicketDraftInput,
    ) -> Result<Option<NewTicketDraft>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let draft = engine::SaveNewTicketDraft {
            title: input.title.unwrap_or_default(),
            text: input.text.unwrap_or_default(),
            note: input.note.unwrap_or_default(),
            customer_email: input.customer_email.unwrap_or_default(),
            customer_name: input.customer_name.unwrap_or_default(),
            idempotency_key: input.idempotency_key,
            written: written(input.writer, input.written_at),
        };
        Ok(engine.save_new_ticket_draft(actor, draft).await?.map(NewTicketDraft::from))
    }
}
