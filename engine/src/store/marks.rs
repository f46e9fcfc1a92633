//! What is new in tickets for a member of the staff: which wait for an answer, and who has seen how much of them.

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::{
    entity::{ticket, ticket_seen},
    visible::Visible,
};
use crate::{
    error::Result,
    model::{TicketId, UserId},
};

/// Those of these tickets that are seen and in which the customer was not answered: how often the customer's side has written,
/// and whose reply is held back.
pub(crate) async fn unanswered(
    db: &impl ConnectionTrait,
    visible: Visible<'_>,
    ids: &[TicketId],
) -> Result<Vec<(Uuid, i64, Option<Uuid>)>> {
    let unanswered = ticket::Entity::find()
        .select_only()
        .columns([ticket::Column::Id, ticket::Column::CustomerPosts, ticket::Column::HeldBackFrom])
        .filter(ticket::Column::Id.is_in(ids.iter().map(|id| id.0)))
        .filter(ticket::Column::CustomerWroteAt.is_not_null())
        .filter(visible.tickets());
    Ok(unanswered.into_tuple().all(db).await?)
}

/// Who has seen how much of these tickets.
pub(crate) async fn seen(
    db: &impl ConnectionTrait,
    tickets: impl IntoIterator<Item = Uuid>,
) -> Result<Vec<(Uuid, Uuid, i64)>> {
    let seen = ticket_seen::Entity::find()
        .select_only()
        .columns([
            ticket_seen::Column::TicketId,
            ticket_seen::Column::UserId,
            ticket_seen::Column::CustomerPosts,
        ])
        .filter(ticket_seen::Column::TicketId.is_in(tickets));
    Ok(seen.into_tuple().all(db).await?)
}

/// Until when a person has read a ticket, if that is known.
pub(crate) async fn read_until(
    db: &impl ConnectionTrait,
    user: UserId,
    ticket: TicketId,
) -> Result<Option<DateTime<Utc>>> {
    let seen = ticket_seen::Entity::find_by_id((user.0, ticket.0)).one(db).await?;
    Ok(seen.and_then(|seen| seen.read_until))
}
