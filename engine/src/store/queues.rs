//! What is decided for queues, as their rows keep it.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait};
use uuid::Uuid;

use super::entity::{queue, ticket};
use crate::{
    error::Result,
    model::{QueueSettings, TicketId},
    settings::{QueueTerms, Settings},
};

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

/// What is decided for each queue for which something is.
pub(crate) async fn with_settings(db: &impl ConnectionTrait) -> Result<Vec<(Uuid, QueueSettings)>> {
    let found = queue::Entity::find().filter(queue::Column::Settings.ne("{}")).all(db).await?;
    found.iter().map(|row| Ok((row.id, own(row)?))).collect()
}
