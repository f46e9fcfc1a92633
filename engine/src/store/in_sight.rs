//! Which tickets, comments and queues an actor sees of those that are asked for.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait as _, Select};
use uuid::Uuid;

use super::{
    entity::{comment, queue, ticket},
    visible::Visible,
};
use crate::{
    error::Result,
    model::{CommentId, TicketId},
};

/// The ticket of this id.
pub(crate) async fn ticket(
    db: &impl ConnectionTrait,
    visible: Visible<'_>,
    id: Uuid,
) -> Result<Option<ticket::Model>> {
    Ok(ticket::Entity::find_by_id(id).filter(visible.tickets()).one(db).await?)
}

/// The ticket of this number.
pub(crate) async fn ticket_of_number(
    db: &impl ConnectionTrait,
    visible: Visible<'_>,
    number: i64,
) -> Result<Option<ticket::Model>> {
    let found = ticket::Entity::find().filter(ticket::Column::Number.eq(number)).filter(visible.tickets());
    Ok(found.one(db).await?)
}

/// The rows of these tickets.
pub(crate) async fn rows(
    db: &impl ConnectionTrait,
    visible: Visible<'_>,
    tickets: &[TicketId],
) -> Result<Vec<ticket::Model>> {
    Ok(among(visible, tickets.iter().map(|id| id.0)).all(db).await?)
}

/// The ids of these tickets.
pub(crate) async fn tickets(
    db: &impl ConnectionTrait,
    visible: Visible<'_>,
    tickets: impl IntoIterator<Item = Uuid>,
) -> Result<Vec<Uuid>> {
    Ok(ids(visible, tickets).into_tuple().all(db).await?)
}

/// The same, for a condition.
pub(super) fn ids(visible: Visible<'_>, tickets: impl IntoIterator<Item = Uuid>) -> Select<ticket::Entity> {
    among(visible, tickets).select_only().column(ticket::Column::Id)
}

fn among(visible: Visible<'_>, tickets: impl IntoIterator<Item = Uuid>) -> Select<ticket::Entity> {
    ticket::Entity::find().filter(ticket::Column::Id.is_in(tickets)).filter(visible.tickets())
}

/// Whether any of these comments is seen.
pub(crate) async fn is_any_comment(
    db: &impl ConnectionTrait,
    visible: Visible<'_>,
    comments: &[CommentId],
) -> Result<bool> {
    let seen = comment::Entity::find()
        .filter(comment::Column::Id.is_in(comments.iter().map(|id| id.0)))
        .filter(visible.comments());
    Ok(seen.one(db).await?.is_some())
}

/// The queue of this ticket.
pub(crate) async fn queue_of(
    db: &impl ConnectionTrait,
    visible: Visible<'_>,
    ticket: TicketId,
) -> Result<Option<queue::Model>> {
    let of_ticket = ticket::Entity::find_by_id(ticket.0)
        .select_only()
        .column(ticket::Column::QueueId)
        .filter(visible.tickets());
    let found = queue::Entity::find().filter(queue::Column::Id.in_subquery(of_ticket.into_query()));
    Ok(found.one(db).await?)
}

/// The queues that the actor works.
pub(crate) async fn worked_queues(
    db: &impl ConnectionTrait,
    visible: Visible<'_>,
) -> Result<Vec<queue::Model>> {
    Ok(queue::Entity::find().filter(visible.worked_queues()).all(db).await?)
}
