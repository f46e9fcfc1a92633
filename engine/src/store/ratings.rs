//! Rows of ratings, and when a ticket was resolved or closed.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait as _, sea_query::OnConflict,
};
use uuid::Uuid;

use super::{
    entity::{ticket, ticket_rating, ticket_status},
    in_sight,
    visible::Visible,
};
use crate::{
    error::{Error, Result},
    model::{Status, TicketId, TicketRating, UserId},
    rules::rating::finished_at,
};

/// When these tickets were last resolved or closed; those that never were are left out.
pub(crate) async fn finished(
    db: &impl ConnectionTrait,
    tickets: impl IntoIterator<Item = Uuid>,
) -> Result<HashMap<Uuid, DateTime<Utc>>> {
    let rows: Vec<(Uuid, DateTime<Utc>, String)> = ticket_status::Entity::find()
        .select_only()
        .columns([ticket_status::Column::TicketId, ticket_status::Column::At, ticket_status::Column::Status])
        .filter(ticket_status::Column::TicketId.is_in(tickets))
        .order_by_asc(ticket_status::Column::Id)
        .into_tuple()
        .all(db)
        .await?;
    let mut statuses: HashMap<Uuid, Vec<(DateTime<Utc>, Status)>> = HashMap::new();
    for (ticket, at, status) in rows {
        statuses.entry(ticket).or_default().push((at, status.parse().map_err(Error::internal)?));
    }
    Ok(statuses.into_iter().filter_map(|(ticket, each)| Some((ticket, finished_at(&each)?))).collect())
}

/// How a ticket was rated after it was resolved or closed at this time.
pub(crate) async fn of(
    db: &impl ConnectionTrait,
    ticket: Uuid,
    finished_at: DateTime<Utc>,
) -> Result<Option<TicketRating>> {
    let row = ticket_rating::Entity::find_by_id((ticket, finished_at)).one(db).await?;
    row.map(model).transpose()
}

/// Every rating of a ticket, as it is kept.
pub(crate) async fn all_of(db: &impl ConnectionTrait, ticket: Uuid) -> Result<Vec<ticket_rating::Model>> {
    Ok(ticket_rating::Entity::find().filter(ticket_rating::Column::TicketId.eq(ticket)).all(db).await?)
}

/// Every rating of those of these tickets that are seen; `customer`: of those that they opened.
pub(crate) async fn of_seen(
    db: &impl ConnectionTrait,
    visible: Visible<'_>,
    tickets: &[TicketId],
    customer: Option<UserId>,
) -> Result<Vec<ticket_rating::Model>> {
    let mut seen = in_sight::ids(visible, tickets.iter().map(|id| id.0));
    if let Some(customer) = customer {
        seen = seen.filter(ticket::Column::CustomerId.eq(customer.0));
    }
    let rated =
        ticket_rating::Entity::find().filter(ticket_rating::Column::TicketId.in_subquery(seen.into_query()));
    Ok(rated.all(db).await?)
}

/// Keeps a rating, in the place of the one before.
pub(crate) async fn keep(tx: &DatabaseTransaction, ticket: Uuid, rating: &TicketRating) -> Result<()> {
    let row = ticket_rating::ActiveModel {
        ticket_id: Set(ticket),
        finished_at: Set(rating.finished_at),
        rating: Set(rating.rating.as_str().to_owned()),
        comment: Set(rating.comment.clone()),
        rated_at: Set(rating.rated_at),
    };
    let again = OnConflict::columns([ticket_rating::Column::TicketId, ticket_rating::Column::FinishedAt])
        .update_columns([
            ticket_rating::Column::Rating,
            ticket_rating::Column::Comment,
            ticket_rating::Column::RatedAt,
        ])
        .to_owned();
    ticket_rating::Entity::insert(row).on_conflict(again).exec_without_returning(tx).await?;
    Ok(())
}

pub(crate) fn model(row: ticket_rating::Model) -> Result<TicketRating> {
    Ok(TicketRating {
        rating: row.rating.parse().map_err(Error::internal)?,
        comment: row.comment,
        rated_at: row.rated_at,
        finished_at: row.finished_at,
    })
}
