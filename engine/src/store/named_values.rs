//! Values that the installation keeps under a name, in the table `setting`.

use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait, sea_query::OnConflict};

use super::{Work, entity::setting};
use crate::error::Result;

/// The value of this name.
pub(crate) async fn get(db: &impl ConnectionTrait, name: &str) -> Result<Option<String>> {
    let row = setting::Entity::find_by_id(name.to_owned()).one(db).await?;
    Ok(row.map(|row| row.value))
}

/// Keeps a value under this name, instead of the one that was kept there.
pub(crate) async fn put(work: &Work<'_>, name: &str, value: String) -> Result<()> {
    let row = setting::ActiveModel { key: Set(name.to_owned()), value: Set(value) };
    let again = OnConflict::column(setting::Column::Key).update_column(setting::Column::Value).to_owned();
    setting::Entity::insert(row).on_conflict(again).exec_without_returning(work.tx()).await?;
    Ok(())
}
