//! The row with the server's own key, of which all nodes have the same.

use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait, sea_query::OnConflict};

use super::{Database, entity::setting};
use crate::error::Result;

/// Name of the row in `setting`.
const KEY: &str = "secret";

/// The key as it is kept, if it was made already.
pub(crate) async fn find(db: &impl ConnectionTrait) -> Result<Option<String>> {
    Ok(setting::Entity::find_by_id(KEY).one(db).await?.map(|row| row.value))
}

/// Keeps a key unless there is one, and answers the one that is kept: of several nodes that start at once one makes it, and
/// all read the same.
#[expect(clippy::disallowed_methods, reason = "there is no engine yet, hence no unit of work")]
pub(crate) async fn keep_first(database: &Database, key: String) -> Result<Option<String>> {
    let row = setting::ActiveModel { key: Set(KEY.to_owned()), value: Set(key) };
    let keep_first = OnConflict::column(setting::Column::Key).do_nothing().to_owned();
    let tx = database.begin().await?;
    setting::Entity::insert(row).on_conflict(keep_first).exec_without_returning(&tx).await?;
    let kept = find(&tx).await?;
    tx.commit().await?;
    Ok(kept)
}
