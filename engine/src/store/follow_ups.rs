//! Rows of tickets that go on with closed ones, and since when a ticket is closed.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::{
    Work,
    entity::{ticket, ticket_follow_up, ticket_status},
};
use crate::{
    error::Result,
    model::{Status, TicketId, UserId},
};

/// Notes that a ticket goes on with another.
pub(crate) async fn add(work: &Work<'_>, ticket: TicketId, before: TicketId) -> Result<()> {
    let row = ticket_follow_up::ActiveModel { ticket_id: Set(ticket.into()), before_id: Set(before.into()) };
    ticket_follow_up::Entity::insert(row).exec_without_returning(work.tx()).await?;
    Ok(())
}

/// The ticket of this customer that was opened last of those that go on with another.
pub(crate) async fn newest(
    db: &impl ConnectionTrait,
    before: TicketId,
    customer: UserId,
) -> Result<Option<ticket::Model>> {
    let found = ticket::Entity::find()
        .filter(ticket::Column::CustomerId.eq(customer.0))
        .filter(
            ticket::Column::Id.in_subquery(
                sea_orm::sea_query::Query::select()
                    .column(ticket_follow_up::Column::TicketId)
                    .from(ticket_follow_up::Entity)
                    .and_where(ticket_follow_up::Column::BeforeId.eq(before.0))
                    .to_owned(),
            ),
        )
        .order_by_desc(ticket::Column::Number);
    Ok(found.one(db).await?)
}

/// Since when a ticket is closed; `None`: it is not.
pub(crate) async fn closed_since(
    db: &impl ConnectionTrait,
    ticket: TicketId,
) -> Result<Option<DateTime<Utc>>> {
    let last = ticket_status::Entity::find()
        .filter(ticket_status::Column::TicketId.eq(ticket.0))
        .order_by_desc(ticket_status::Column::Id)
        .one(db)
        .await?;
    Ok(last.filter(|row| row.status == Status::Closed.as_str()).map(|row| row.at))
}
