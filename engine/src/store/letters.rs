//! What letters were about.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::entity::{account, comment, letter};
use crate::{
    error::Result,
    model::{Change, Role, Visibility},
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

/// Whether a comment is an internal one that a member of the staff wrote.
pub(crate) async fn is_note_of_staff(db: &impl ConnectionTrait, id: uuid::Uuid) -> Result<bool> {
    let internal =
        comment::Entity::find_by_id(id).filter(comment::Column::Visibility.eq(Visibility::Internal.as_str()));
    let Some(row) = internal.one(db).await? else { return Ok(false) };
    let author = account::Entity::find_by_id(row.author_id).one(db).await?;
    Ok(author.and_then(|author| author.role.parse::<Role>().ok()).is_some_and(Role::is_staff))
}
