//! From which tickets one was split, as the journal tells.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::{
    entity::{event, ticket},
    tickets,
};
use crate::{
    error::Result,
    model::{Change, EventKind, TicketId},
};

/// The most splits that are followed back.
const MOST: usize = 10;

/// The field of the line that a split leaves in the new ticket.
pub(crate) const SPLIT_FROM: &str = "splitFrom";

/// The ticket from which this one was split, then the one from which that was, and so on. One that was merged meanwhile counts as
/// the ticket that it leads to.
pub(crate) async fn sources(db: &impl ConnectionTrait, part: TicketId) -> Result<Vec<TicketId>> {
    let (mut found, mut at) = (Vec::new(), part.0);
    for _ in 0..MOST {
        let Some(source) = source(db, at).await? else { break };
        at = source.id;
        let source: TicketId = tickets::leads_to(db, source).await?.id.into();
        if source != part {
            found.push(source);
        }
    }
    Ok(found)
}

/// A ticket is split off once, when it is opened: its first line of a split tells from where, or it was not.
async fn source(db: &impl ConnectionTrait, part: Uuid) -> Result<Option<ticket::Model>> {
    let line = event::Entity::find()
        .filter(event::Column::TicketId.eq(part))
        .filter(event::Column::Kind.eq(EventKind::Split.as_str()))
        .order_by_asc(event::Column::Tx)
        .order_by_asc(event::Column::Seq);
    let Some(line) = line.one(db).await? else { return Ok(None) };
    let changes: Vec<Change> = serde_json::from_str(&line.changes)?;
    let from = changes.into_iter().find(|change| change.field == SPLIT_FROM).and_then(|change| change.to);
    let number = from.and_then(|from| from.trim_start_matches('#').parse::<i64>().ok());
    let Some(number) = number else { return Ok(None) };
    Ok(ticket::Entity::find().filter(ticket::Column::Number.eq(number)).one(db).await?)
}
