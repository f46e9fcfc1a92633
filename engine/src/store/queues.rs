//! Rows of queues, and what is decided for them.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use uuid::Uuid;

use super::{
    entity::{account, queue, queue_member, ticket},
    rows,
    visible::Visible,
};
use crate::{
    error::Result,
    model::{Queue, QueueId, QueueSettings, TicketId, User},
    settings::{QueueTerms, Settings},
};

/// The queue of an id.
pub(crate) async fn find(db: &impl ConnectionTrait, id: QueueId) -> Result<Option<queue::Model>> {
    Ok(queue::Entity::find_by_id(id.0).one(db).await?)
}

/// The queues that somebody sees, by name.
pub(crate) async fn seen(db: &impl ConnectionTrait, visible: Visible<'_>) -> Result<Vec<Queue>> {
    let found = queue::Entity::find()
        .filter(visible.queues())
        .order_by_asc(queue::Column::SortKey)
        .order_by_asc(queue::Column::Id);
    found.all(db).await?.into_iter().map(rows::queue).collect()
}

/// Those of these queues that somebody sees.
pub(crate) async fn seen_of(
    db: &impl ConnectionTrait,
    visible: Visible<'_>,
    ids: &[QueueId],
) -> Result<Vec<Queue>> {
    let found = queue::Entity::find()
        .filter(queue::Column::Id.is_in(ids.iter().map(|id| id.0)))
        .filter(visible.queues());
    found.all(db).await?.into_iter().map(rows::queue).collect()
}

/// The agents who work a queue by membership, by name.
pub(crate) async fn members(db: &impl ConnectionTrait, id: QueueId) -> Result<Vec<User>> {
    let members = queue_member::Entity::find()
        .select_only()
        .column(queue_member::Column::UserId)
        .filter(queue_member::Column::QueueId.eq(id.0));
    let found = account::Entity::find()
        .filter(account::Column::Id.in_subquery(members.into_query()))
        .order_by_asc(account::Column::SortKey)
        .order_by_asc(account::Column::Id);
    let rows = found.all(db).await?;
    // The staff belong to no organisation that is served.
    rows.into_iter().map(|row| rows::user(row, None)).collect()
}

/// What holds for the tickets of a queue.
pub(crate) async fn terms(db: &impl ConnectionTrait, settings: &Settings, id: Uuid) -> Result<QueueTerms> {
    or_usual(settings, queue::Entity::find_by_id(id).one(db).await?.as_ref())
}

fn or_usual(settings: &Settings, row: Option<&queue::Model>) -> Result<QueueTerms> {
    row.map_or_else(|| Ok(settings.of_queue(&QueueSettings::default())), |row| terms_of(settings, row))
}

/// What holds for the tickets of this queue.
pub(crate) fn terms_of(settings: &Settings, row: &queue::Model) -> Result<QueueTerms> {
    Ok(settings.of_queue(&own(row)?))
}

/// What holds for a ticket.
pub(crate) async fn terms_of_ticket(
    db: &impl ConnectionTrait,
    settings: &Settings,
    ticket: TicketId,
) -> Result<QueueTerms> {
    let of_ticket = ticket::Entity::find_by_id(ticket.0).select_only().column(ticket::Column::QueueId);
    let row =
        queue::Entity::find().filter(queue::Column::Id.in_subquery(of_ticket.into_query())).one(db).await?;
    or_usual(settings, row.as_ref())
}

/// What is decided for a queue alone.
pub(crate) fn own(row: &queue::Model) -> Result<QueueSettings> {
    Ok(serde_json::from_str(&row.settings)?)
}

/// The queue with this name.
pub(crate) async fn named(db: &impl ConnectionTrait, name: &str) -> Result<Option<queue::Model>> {
    Ok(queue::Entity::find().filter(queue::Column::Name.eq(name)).one(db).await?)
}

/// The other queues than this one that have an address.
pub(crate) async fn others_with_address(db: &impl ConnectionTrait, id: QueueId) -> Result<Vec<queue::Model>> {
    let others =
        queue::Entity::find().filter(queue::Column::Id.ne(id.0)).filter(queue::Column::Address.is_not_null());
    Ok(others.all(db).await?)
}

/// What is decided for each queue for which something is.
pub(crate) async fn with_settings(db: &impl ConnectionTrait) -> Result<Vec<(Uuid, QueueSettings)>> {
    let found = queue::Entity::find().filter(queue::Column::Settings.ne("{}")).all(db).await?;
    found.iter().map(|row| Ok((row.id, own(row)?))).collect()
}
