//! The texts of privacy notices by their versions, be it that of a queue or that of the configuration.

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::{brand_notices, entity::queue_notice};
use crate::error::Result;

/// A notice in one language, as it was kept.
pub(crate) struct Kept {
    pub(crate) locale: String,
    pub(crate) text: String,
    pub(crate) created_at: DateTime<Utc>,
}

/// The texts of a version: that of a queue, or that of the configuration.
pub(crate) async fn of_version(db: &impl ConnectionTrait, version: &str) -> Result<Vec<Kept>> {
    let of_queue = queue_notice::Entity::find().filter(queue_notice::Column::Version.eq(version));
    let of_queue = of_queue.all(db).await?;
    if of_queue.is_empty() {
        let kept = brand_notices::of_version(db, version).await?.into_iter();
        let kept = kept.map(|row| Kept { locale: row.locale, text: row.text, created_at: row.created_at });
        return Ok(kept.collect());
    }
    let kept = of_queue.into_iter();
    Ok(kept.map(|row| Kept { locale: row.locale, text: row.text, created_at: row.created_at }).collect())
}
