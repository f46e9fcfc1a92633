//! Counts tries in the database, so that all nodes count together.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect,
    sea_query::{Expr, ExprTrait, OnConflict},
};

use super::entity::throttle;
use crate::{
    blobs::sha256_hex,
    error::{Error, Result},
    policy::throttle::{Limit, Tally},
};

/// Rows that nobody touched for so long are of no window any more.
const FORGOTTEN_AFTER: TimeDelta = TimeDelta::days(1);

/// The row of what is counted. It is hashed: people type passwords into the field of the name.
fn key(limit: Limit, subject: &str) -> String {
    format!("{}:{}", limit.name, sha256_hex(subject.as_bytes()))
}

/// Counts one more try of `subject`; answers how long to wait when there were too many.
pub(crate) async fn count(
    tx: &DatabaseTransaction,
    limit: Limit,
    subject: &str,
    now: DateTime<Utc>,
) -> Result<Result<(), Duration>> {
    let key = key(limit, subject);
    let first = throttle::ActiveModel { key: Set(key.clone()), count: Set(0), window_started_at: Set(now) };
    let known = OnConflict::column(throttle::Column::Key).do_nothing().to_owned();
    throttle::Entity::insert(first).on_conflict(known).exec_without_returning(tx).await?;
    let row = throttle::Entity::find_by_id(key).lock_exclusive().one(tx).await?;
    let row = row.ok_or_else(|| Error::internal("a row of `throttle` vanished under its lock"))?;
    let tally = match limit.count(Some(Tally { count: row.count, since: row.window_started_at }), now) {
        Ok(tally) => tally,
        Err(wait) => return Ok(Err(wait)),
    };
    let mut row = row.into_active_model();
    row.count = Set(tally.count);
    row.window_started_at = Set(tally.since);
    throttle::Entity::update(row).exec(tx).await?;
    Ok(Ok(()))
}

/// Forgets the tries of `subject`.
pub(crate) async fn reset(tx: &DatabaseTransaction, limit: Limit, subject: &str) -> Result<()> {
    throttle::Entity::delete_by_id(key(limit, subject)).exec(tx).await?;
    Ok(())
}

/// Takes back one try of `subject`, which was none after all.
pub(crate) async fn take_back(tx: &DatabaseTransaction, limit: Limit, subject: &str) -> Result<()> {
    throttle::Entity::update_many()
        .col_expr(throttle::Column::Count, Expr::col(throttle::Column::Count).sub(1))
        .filter(throttle::Column::Key.eq(key(limit, subject)))
        .filter(throttle::Column::Count.gt(0))
        .exec(tx)
        .await?;
    Ok(())
}

/// Removes rows of windows that are long over.
pub(crate) async fn sweep(tx: &DatabaseTransaction, now: DateTime<Utc>) -> Result<()> {
    let old = throttle::Column::WindowStartedAt.lt(now - FORGOTTEN_AFTER);
    throttle::Entity::delete_many().filter(old).exec(tx).await?;
    Ok(())
}
