//! Publishes a privacy notice: each change is a version of its own, which stays readable.

use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::{
    error::Result,
    model::{QueueId, QueueSettings},
    store::{Work, entity::queue_notice},
};

/// Gives the notice of these settings a version, and keeps its texts; without texts there is no version.
pub(super) async fn publish(work: &Work<'_>, queue: QueueId, settings: &mut QueueSettings) -> Result<()> {
    let texts: Vec<(&str, String)> = [("de", &settings.notice_de), ("en", &settings.notice_en)]
        .into_iter()
        .filter_map(|(locale, text)| Some((locale, text.clone()?)))
        .collect();
    if texts.is_empty() {
        settings.notice_version = None;
        return Ok(());
    }
    let version = next_version(work, &work.now().format("%Y-%m-%d").to_string()).await?;
    for (locale, text) in texts {
        let row = queue_notice::ActiveModel {
            version: Set(version.clone()),
            locale: Set(locale.to_owned()),
            queue_id: Set(queue.into()),
            text: Set(text),
            created_at: Set(work.now()),
        };
        queue_notice::Entity::insert(row).exec_without_returning(work.tx()).await?;
    }
    settings.notice_version = Some(version);
    Ok(())
}

/// The day, and a number from the second version of it on, whatever queue it is for.
async fn next_version(work: &Work<'_>, day: &str) -> Result<String> {
    let of_today = queue_notice::Entity::find()
        .select_only()
        .column(queue_notice::Column::Version)
        .filter(queue_notice::Column::Version.starts_with(day))
        .distinct()
        .into_tuple::<String>()
        .all(work.tx())
        .await?;
    Ok(match of_today.len() {
        0 => day.to_owned(),
        known => format!("{day}.{}", known + 1),
    })
}
