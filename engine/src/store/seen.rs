//! Rows of what the staff have seen of tickets.

use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::OnConflict};

use super::{Work, entity::ticket_seen};
use crate::{
    error::Result,
    model::{TicketId, UserId},
};

/// Notes that somebody has seen a ticket up to now, with so many posts of its customer.
pub(crate) async fn note(work: &Work<'_>, user: UserId, ticket: TicketId, customer_posts: i64) -> Result<()> {
    let seen = ticket_seen::ActiveModel {
        user_id: Set(user.into()),
        ticket_id: Set(ticket.into()),
        customer_posts: Set(customer_posts),
        read_until: Set(Some(work.now())),
    };
    let again = OnConflict::columns([ticket_seen::Column::UserId, ticket_seen::Column::TicketId])
        .update_columns([ticket_seen::Column::CustomerPosts, ticket_seen::Column::ReadUntil])
        .to_owned();
    ticket_seen::Entity::insert(seen).on_conflict(again).exec_without_returning(work.tx()).await?;
    Ok(())
}

/// Forgets that somebody has seen a ticket.
pub(crate) async fn forget(work: &Work<'_>, user: UserId, ticket: TicketId) -> Result<()> {
    ticket_seen::Entity::delete_many()
        .filter(ticket_seen::Column::UserId.eq(user.0))
        .filter(ticket_seen::Column::TicketId.eq(ticket.0))
        .exec(work.tx())
        .await?;
    Ok(())
}
