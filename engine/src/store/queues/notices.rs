//! Rows of the privacy notices of queues, each version in its languages.

use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::{
    error::Result,
    model::QueueId,
    store::{Work, entity::queue_notice},
};

/// Writes a version in one language.
pub(crate) async fn insert(
    work: &Work<'_>,
    queue: QueueId,
    version: &str,
    locale: &str,
    text: String,
) -> Result<()> {
    let row = queue_notice::ActiveModel {
        version: Set(version.to_owned()),
        locale: Set(locale.to_owned()),
        queue_id: Set(queue.into()),
        text: Set(text),
        created_at: Set(work.now()),
    };
    queue_notice::Entity::insert(row).exec_without_returning(work.tx()).await?;
    Ok(())
}

/// The versions of a day, whatever queue each is for.
pub(crate) async fn versions_of_day(work: &Work<'_>, day: &str) -> Result<Vec<String>> {
    Ok(queue_notice::Entity::find()
        .select_only()
        .column(queue_notice::Column::Version)
        .filter(queue_notice::Column::Version.starts_with(day))
        .distinct()
        .into_tuple::<String>()
        .all(work.tx())
        .await?)
}
