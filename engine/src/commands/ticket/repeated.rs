//! Answers a request that came before, by its key, with what it made the first time.

use sea_orm::{ConnectionTrait, EntityTrait};

use super::comment::Commented;
use crate::{
    actor::{Actor, Viewer},
    engine::Engine,
    error::{Error, Result},
    model::{Ticket, TicketId},
    store::{
        entity::{idempotency, ticket},
        rows, tickets,
    },
};

/// The ticket that was opened with this key.
pub(super) async fn opened(
    db: &impl ConnectionTrait,
    actor: &Actor,
    first: &idempotency::Model,
) -> Result<Ticket> {
    match first.comment_id {
        None => ticket_of(db, actor, first.ticket_id.into()).await,
        Some(_) => Err(used()),
    }
}

/// The comment that was written on this ticket with this key.
pub(super) async fn commented(
    db: &impl ConnectionTrait,
    actor: &Actor,
    ticket: TicketId,
    first: &idempotency::Model,
) -> Result<Commented> {
    match first.comment_id {
        Some(comment) if first.ticket_id == ticket.0 => Ok(Commented {
            comment: rows::comment_of_id(db, comment.into()).await?,
            ticket: ticket_of(db, actor, ticket).await?,
        }),
        _ => Err(used()),
    }
}

impl Engine {
    /// What another request with this key has just made.
    pub(super) async fn quicker(&self, viewer: &Viewer, key: &str) -> Result<idempotency::Model> {
        let first = tickets::remembered(self.database().ro(), viewer.id, key).await?;
        first.ok_or_else(|| Error::internal("a request with the same key was quicker, and left nothing"))
    }
}

async fn ticket_of(db: &impl ConnectionTrait, actor: &Actor, id: TicketId) -> Result<Ticket> {
    let row = ticket::Entity::find_by_id(id.0).one(db).await?.ok_or(Error::NotFound { what: "ticket" })?;
    rows::ticket(row, visible_tags(actor, tickets::tags(db, id).await?))
}

/// Tags are words of the staff; customers get none.
pub(super) fn visible_tags(actor: &Actor, tags: Vec<String>) -> Vec<String> {
    if actor.user().is_some_and(|viewer| !viewer.role.is_staff()) { Vec::new() } else { tags }
}

fn used() -> Error {
    Error::bad("idempotencyKey", "key-used", "This key was used for another request; take a fresh one.")
}
