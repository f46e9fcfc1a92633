//! From which tickets one was split, as the journal tells.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::{
    entity::{event, ticket},
    events, tickets,
};
use crate::{
    error::Result,
    model::{EventChange, EventKind, TicketId},
};

/// The most splits that are followed back.
const MOST: usize = 10;

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
    let from = events::changed(&line).into_iter().find_map(|change| match change {
        EventChange::SplitFrom(source) => source.to,
        _ => None,
    });
    let Some(number) = from else { return Ok(None) };
    Ok(ticket::Entity::find().filter(ticket::Column::Number.eq(number.0)).one(db).await?)
}
