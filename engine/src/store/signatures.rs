//! Rows of personal signatures: what members of the staff want below their own answers.

use sea_orm::{ActiveValue::Set, ConnectionTrait, DatabaseTransaction, EntityTrait, sea_query::OnConflict};
use uuid::Uuid;

use super::entity::personal_signature::{ActiveModel, Column, Entity};
use crate::error::Result;

/// The signature of a person, if they have one.
pub(crate) async fn of(db: &impl ConnectionTrait, user: Uuid) -> Result<Option<String>> {
    Ok(Entity::find_by_id(user).one(db).await?.map(|row| row.text))
}

/// Keeps a signature in the place of the one before.
pub(crate) async fn put(tx: &DatabaseTransaction, user: Uuid, text: String) -> Result<()> {
    let row = ActiveModel { user_id: Set(user), text: Set(text) };
    let again = OnConflict::column(Column::UserId).update_column(Column::Text).to_owned();
    Entity::insert(row).on_conflict(again).exec_without_returning(tx).await?;
    Ok(())
}

/// Forgets the signature of a person.
pub(crate) async fn forget(tx: &DatabaseTransaction, user: Uuid) -> Result<()> {
    Entity::delete_by_id(user).exec(tx).await?;
    Ok(())
}
