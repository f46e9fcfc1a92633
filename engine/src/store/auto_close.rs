//! Writes to the rows of tickets when these close themselves.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
};

use super::{Work, entity::ticket};
use crate::error::Result;

/// Lets a ticket close itself at this time, and counts that as a change that its customer sees; `from`: since when business days are
/// counted.
pub(crate) async fn set(
    work: &Work<'_>,
    row: &ticket::Model,
    at: DateTime<Utc>,
    from: Option<DateTime<Utc>>,
) -> Result<()> {
    let changed = ticket::ActiveModel {
        id: Unchanged(row.id),
        auto_close_at: Set(Some(at)),
        closes_from: Set(from),
        updated_at: Set(work.now()),
        version: Set(row.version + 1),
        public_updated_at: Set(work.now()),
        public_version: Set(row.public_version + 1),
        ..Default::default()
    };
    changed.update(work.tx()).await?;
    Ok(())
}
