//! Rows of reply addresses: where letters about a ticket go for a person who asked for that in their mail.

use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter,
    sea_query::OnConflict,
};
use uuid::Uuid;

use super::entity::reply_address;
use crate::{
    error::Result,
    model::{TicketId, UserId},
};

/// Where letters go for a person, whatever the ticket.
pub(crate) async fn all_of(db: &impl ConnectionTrait, user: UserId) -> Result<Vec<String>> {
    let rows = reply_address::Entity::find().filter(reply_address::Column::UserId.eq(user.0)).all(db).await?;
    Ok(rows.into_iter().map(|row| row.address).collect())
}

/// Whether letters about a ticket go to this address, whoever it is that asked for that.
pub(crate) async fn is_of_ticket(db: &impl ConnectionTrait, ticket: Uuid, address: &str) -> Result<bool> {
    let row = reply_address::Entity::find()
        .filter(reply_address::Column::TicketId.eq(ticket))
        .filter(reply_address::Column::Address.eq(address));
    Ok(row.one(db).await?.is_some())
}

/// Remembers where letters about a ticket go for a person from now on.
pub(crate) async fn set(
    tx: &DatabaseTransaction,
    ticket: TicketId,
    user: UserId,
    address: String,
) -> Result<()> {
    let row = reply_address::ActiveModel {
        ticket_id: Set(ticket.into()),
        user_id: Set(user.into()),
        address: Set(address),
    };
    let known = OnConflict::columns([reply_address::Column::TicketId, reply_address::Column::UserId])
        .update_column(reply_address::Column::Address)
        .to_owned();
    reply_address::Entity::insert(row).on_conflict(known).exec_without_returning(tx).await?;
    Ok(())
}
