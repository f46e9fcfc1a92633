//! What tickets keep when letters do not reach their customers: they wait for the staff, and close themselves later or not at all.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
};
use uuid::Uuid;

use crate::{
    attention::Attention,
    error::Result,
    store::{Work, entity::ticket},
};

/// Notes since when a ticket waits for the staff, and how often its customer's side has written.
pub(crate) async fn wait_for_staff(work: &Work<'_>, ticket: Uuid, waits: Attention) -> Result<()> {
    let marked = ticket::ActiveModel {
        id: Unchanged(ticket),
        waiting_since: Set(waits.waiting_since),
        customer_posts: Set(waits.customer_posts),
        ..Default::default()
    };
    marked.update(work.tx()).await?;
    Ok(())
}

/// Moves the time at which a ticket closes itself, or takes it away.
pub(crate) async fn move_closing(
    work: &Work<'_>,
    row: &ticket::Model,
    closes: Option<DateTime<Utc>>,
) -> Result<()> {
    let moved = ticket::ActiveModel {
        id: Unchanged(row.id),
        auto_close_at: Set(closes),
        closes_from: Set(None),
        reminded_at: Set(None),
        updated_at: Set(work.now()),
        version: Set(row.version + 1),
        public_updated_at: Set(work.now()),
        public_version: Set(row.public_version + 1),
        ..Default::default()
    };
    moved.update(work.tx()).await?;
    Ok(())
}
