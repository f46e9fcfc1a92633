//! Rows of foreign numbers: which ticket a partner's or a monitor's own number means.

use sea_orm::{ActiveValue::Set, ConnectionTrait, DatabaseTransaction, EntityTrait, sea_query::OnConflict};
use uuid::Uuid;

use super::entity::foreign_number;
use crate::{error::Result, incoming::rules::ForeignNumber, model::TicketId};

/// The ticket that a number means in mails of `sender`.
pub(crate) async fn ticket(
    db: &impl ConnectionTrait,
    number: &ForeignNumber,
    sender: &str,
) -> Result<Option<Uuid>> {
    let key = (number.rule.clone(), sender.to_owned(), number.number.clone());
    Ok(foreign_number::Entity::find_by_id(key).one(db).await?.map(|row| row.ticket_id))
}

/// Remembers which ticket a number means from now on.
pub(crate) async fn set(
    tx: &DatabaseTransaction,
    number: &ForeignNumber,
    sender: &str,
    ticket: TicketId,
) -> Result<()> {
    let row = foreign_number::ActiveModel {
        rule: Set(number.rule.clone()),
        sender: Set(sender.to_owned()),
        number: Set(number.number.clone()),
        ticket_id: Set(ticket.into()),
    };
    let key = [foreign_number::Column::Rule, foreign_number::Column::Sender, foreign_number::Column::Number];
    let known = OnConflict::columns(key).update_column(foreign_number::Column::TicketId).to_owned();
    foreign_number::Entity::insert(row).on_conflict(known).exec_without_returning(tx).await?;
    Ok(())
}
