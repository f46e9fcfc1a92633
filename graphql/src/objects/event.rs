//! Why: a line of the journal, as history and as it happens.

use std::sync::Arc;

use async_graphql::{Context, ID, Object, SimpleObject};

use crate::{
    caller,
    error::Failure,
    ids,
    loaders::{self, Among},
    objects::{Comment, Ticket, TicketEventKind, User},
    scalars::DateTime,
};

/// An event: who changed what in a ticket, and when.
#[derive(Clone, Debug)]
pub(crate) struct TicketEvent {
    pub(crate) row: engine::Event,
    /// The ticket, if it was read with the event.
    pub(crate) ticket: Option<Arc<engine::Ticket>>,
    pub(crate) among: Among,
}

/// One changed field.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct Change {
    /// The field, named as in this schema.
    field: String,
    /// The old value; also null for a former title that was redacted.
    from: Option<String>,
    /// The new value.
    to: Option<String>,
}

impl Change {
    pub(crate) fn of(change: &engine::Change) -> Self {
        Self { field: change.field.clone(), from: change.from.clone(), to: change.to.clone() }
    }
}

/// An event: who changed what in a ticket, and when.
#[Object]
impl TicketEvent {
    /// Opaque; unique across all types.
    pub(crate) async fn id(&self) -> ID {
        ids::id(self.row.id)
    }

    /// Pass it to `ticketEvents(after:)` to continue without losing events.
    async fn cursor(&self, ctx: &Context<'_>) -> Result<String, Failure> {
        Ok(caller::engine(ctx)?.cursor_text(self.row.cursor)?)
    }

    /// What happened.
    async fn kind(&self) -> TicketEventKind {
        self.row.kind.into()
    }

    /// Who did it; null for the system.
    async fn actor(&self, ctx: &Context<'_>) -> Result<Option<User>, Failure> {
        match self.row.actor {
            Some(id) => loaders::user(ctx, id, self.among).await,
            None => Ok(None),
        }
    }

    /// The ticket in which it happened, as it is now.
    async fn ticket(&self, ctx: &Context<'_>) -> Result<Ticket, Failure> {
        if let Some(row) = &self.ticket {
            return Ok(Ticket::new((**row).clone(), self.among));
        }
        loaders::ticket(ctx, self.row.ticket, self.among).await?.ok_or_else(|| Failure::not_found("ticket"))
    }

    /// The comment that belongs to it.
    async fn comment(&self, ctx: &Context<'_>) -> Result<Option<Comment>, Failure> {
        match self.row.comment {
            Some(id) => loaders::comment(ctx, id, self.among).await,
            None => Ok(None),
        }
    }

    /// What changed, with the current names of people, queues and organisations.
    async fn changes(&self) -> Vec<Change> {
        self.row.changes.iter().map(Change::of).collect()
    }

    /// When it happened.
    async fn at(&self) -> DateTime {
        self.row.at.into()
    }
}
