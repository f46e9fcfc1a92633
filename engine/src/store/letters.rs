//! What letters were about.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::entity::{comment, letter, ticket};
use crate::{
    error::Result,
    model::{Change, Visibility},
};

/// Whether a letter told of something that the staff alone read: an internal note, or being mentioned in one.
pub(crate) async fn is_about_note(db: &impl ConnectionTrait, sent: &letter::Model) -> Result<bool> {
    let changes: Vec<Change> = serde_json::from_str(&sent.changes)?;
    if changes.iter().any(|change| change.field == "mentioned") {
        return Ok(true);
    }
    let Some(id) = sent.comment_id else { return Ok(false) };
    let internal =
        comment::Entity::find_by_id(id).filter(comment::Column::Visibility.eq(Visibility::Internal.as_str()));
    Ok(internal.one(db).await?.is_some())
}

/// Whether a comment is among those that the staff alone read, whoever wrote it and whatever has become of them since. What
/// the customer wrote is not: it is only held back.
pub(crate) async fn is_among_staff(db: &impl ConnectionTrait, id: uuid::Uuid) -> Result<bool> {
    let internal =
        comment::Entity::find_by_id(id).filter(comment::Column::Visibility.eq(Visibility::Internal.as_str()));
    let Some(row) = internal.one(db).await? else { return Ok(false) };
    let of = ticket::Entity::find_by_id(row.ticket_id).one(db).await?;
    Ok(of.is_none_or(|ticket| ticket.customer_id != row.author_id))
}
