//! Rows of a status that is taken back a moment after it was set: the ticket has then never stood in it, neither for its clocks nor
//! for reports.

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};

use super::entity::ticket_status::{Column, Entity};
use crate::{error::Result, model::TicketId};

/// Forgets that the ticket stood in `was`, if it came there after `since` and stood in `now` before; whether it did. To be called
/// before the ticket is written.
pub(crate) async fn forget_status(
    tx: &DatabaseTransaction,
    ticket: TicketId,
    (was, now): (&str, &str),
    since: DateTime<Utc>,
) -> Result<bool> {
    let last = latest(ticket).limit(2).all(tx).await?;
    let [taken, before] = last.as_slice() else { return Ok(false) };
    if taken.status != was || before.status != now || taken.at <= since {
        return Ok(false);
    }
    Entity::delete_by_id(taken.id).exec(tx).await?;
    Ok(true)
}

/// Forgets that the ticket came back to where it then stood all the time. To be called once it is written.
pub(crate) async fn forget_return(tx: &DatabaseTransaction, ticket: TicketId) -> Result<()> {
    if let Some(back) = latest(ticket).one(tx).await? {
        Entity::delete_by_id(back.id).exec(tx).await?;
    }
    Ok(())
}

fn latest(ticket: TicketId) -> Select<Entity> {
    Entity::find().filter(Column::TicketId.eq(ticket.0)).order_by_desc(Column::Id)
}
