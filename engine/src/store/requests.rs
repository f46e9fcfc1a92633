//! Rows of requests that came with an idempotency key: what each made the first time, and what it asked for.

use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait, TryInsertResult, sea_query::OnConflict};
use uuid::Uuid;

use super::{entity::idempotency, work::Work};
use crate::{
    error::Result,
    model::{CommentId, TicketId, UserId},
};

/// A request with a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Request {
    /// Who asked: a user, or one of the ids that stand for the system and the mail gateway.
    pub(crate) actor: Uuid,
    /// What was asked for; keys of one command say nothing about another.
    pub(crate) command: &'static str,
    /// The key.
    pub(crate) key: String,
    /// SHA-256 of what was asked, in hexadecimal.
    pub(crate) content: String,
}

/// What the request with this key made the first time.
pub(crate) async fn remembered(
    db: &impl ConnectionTrait,
    request: &Request,
) -> Result<Option<idempotency::Model>> {
    let id = (request.actor, request.command.to_owned(), request.key.clone());
    Ok(idempotency::Entity::find_by_id(id).one(db).await?)
}

/// What was made with this key.
pub(crate) async fn made(
    db: &impl ConnectionTrait,
    actor: UserId,
    command: &str,
    key: &str,
) -> Result<Option<idempotency::Model>> {
    let id = (actor.0, command.to_owned(), key.to_owned());
    Ok(idempotency::Entity::find_by_id(id).one(db).await?)
}

/// Whether something was made with this key.
pub(crate) async fn is_used(
    db: &impl ConnectionTrait,
    actor: UserId,
    command: &str,
    key: &str,
) -> Result<bool> {
    Ok(made(db, actor, command, key).await?.is_some())
}

/// Remembers what a request made; `false`: another request with this key was quicker, and this one must make nothing. A
/// database that has several writers lets the second one wait here for the first.
pub(crate) async fn remember(
    work: &Work<'_>,
    request: &Request,
    ticket: TicketId,
    comment: Option<CommentId>,
) -> Result<bool> {
    let row = idempotency::ActiveModel {
        actor_id: Set(request.actor),
        command: Set(request.command.to_owned()),
        key: Set(request.key.clone()),
        content: Set(request.content.clone()),
        ticket_id: Set(ticket.into()),
        comment_id: Set(comment.map(Into::into)),
        created_at: Set(work.now()),
    };
    let id = [idempotency::Column::ActorId, idempotency::Column::Command, idempotency::Column::Key];
    let inserted = idempotency::Entity::insert_many([row])
        .on_conflict(OnConflict::columns(id).do_nothing().to_owned())
        .try_insert()
        .exec_without_returning(work.tx());
    Ok(matches!(inserted.await?, TryInsertResult::Inserted(count) if count > 0))
}
