//! Counts tries in the database, so that all nodes count together.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, FromQueryResult, QueryFilter, Statement,
    Value,
    sea_query::{Expr, ExprTrait},
};

use super::entity::throttle;
use crate::{
    actor::{Actor, Used},
    blobs::sha256_hex,
    error::{Error, Result},
    policy::{
        rates::Rated,
        throttle::{Limit, Tally},
    },
};

/// Rows that nobody touched for so long are of no window any more.
const FORGOTTEN_AFTER: TimeDelta = TimeDelta::days(1);

/// How much later than now a window may have begun: transactions that run at once have not begun at once, and nodes have clocks of
/// their own.
const AHEAD: TimeDelta = TimeDelta::minutes(1);

/// The row of what is counted. It is hashed: people type passwords into the field of the name.
fn key(limit: Limit, subject: &str) -> String {
    format!("{}:{}", limit.name, sha256_hex(subject.as_bytes()))
}

/// The row of what is counted for two subjects together; those of the first can be forgotten at once.
fn key_of_both(limit: Limit, subject: &str, place: &str) -> String {
    format!("{}:{}", key(limit, subject), sha256_hex(place.as_bytes()))
}

/// Counts one more try of `subject`; answers how long to wait when there were too many. The caller then drops the work,
/// since a refused try is not to be kept.
pub(crate) async fn count(
    tx: &DatabaseTransaction,
    limit: Limit,
    subject: &str,
    now: DateTime<Utc>,
) -> Result<Result<(), Duration>> {
    let tally = tally(tx, limit, subject, 1, now).await?;
    if limit.judge(tally, now).is_err() {
        // Of those who do not drop the work, nothing is kept either.
        take_back(tx, limit, subject).await?;
    }
    Ok(limit.judge(tally, now).map(drop))
}

/// Counts one more try of `subject` from `place`.
pub(crate) async fn count_at(
    tx: &DatabaseTransaction,
    limit: Limit,
    (subject, place): (&str, &str),
    now: DateTime<Utc>,
) -> Result<Result<(), Duration>> {
    let tally = add(tx, key_of_both(limit, subject, place), limit.window, 1, now).await?;
    Ok(limit.judge(tally, now).map(drop))
}

/// Whether a further try of `subject` would be one too many, by what is known now. Nothing is counted.
pub(crate) async fn is_full(
    db: &impl ConnectionTrait,
    limit: Limit,
    subject: &str,
    now: DateTime<Utc>,
) -> Result<bool> {
    let row = throttle::Entity::find_by_id(key(limit, subject)).one(db).await?;
    let open = |row: &throttle::Model| is_open(row, limit, now);
    Ok(row.filter(open).is_some_and(|row| row.count >= limit.tries))
}

/// Whether the window of this row has not ended, and is none of a clock that was set back.
fn is_open(row: &throttle::Model, limit: Limit, now: DateTime<Utc>) -> bool {
    row.window_started_at > ended(now, limit.window) && row.window_started_at <= now + AHEAD
}

/// Adds `by` to what was counted for `subject` in this window, whether or not that is too much.
pub(crate) async fn tally(
    tx: &DatabaseTransaction,
    limit: Limit,
    subject: &str,
    by: i64,
    now: DateTime<Utc>,
) -> Result<Tally> {
    add(tx, key(limit, subject), limit.window, by, now).await
}

/// A quota that is used in a transaction, and by how much.
#[derive(Debug)]
pub(crate) struct Use {
    pub(crate) what: Rated,
    /// Who uses it, and is told how much is left.
    pub(crate) actor: Actor,
    pub(crate) limit: Limit,
    /// With whom it is counted.
    pub(crate) subject: String,
    pub(crate) by: i64,
}

impl Use {
    fn key(&self) -> String {
        key(self.limit, &self.subject)
    }

    /// Whether it is let through when so much is counted, and how long to wait otherwise; the actor is told.
    pub(crate) fn judge(&self, tally: Tally, now: DateTime<Utc>) -> std::result::Result<(), Duration> {
        let verdict = self.limit.judge(tally, now);
        let positive = |count: i64| u64::try_from(count).unwrap_or(0);
        self.actor.note_use(Used {
            policy: self.what.as_str(),
            quota: positive(self.limit.tries),
            window: self.limit.window,
            remaining: positive(verdict.unwrap_or(0)),
            reset: self.limit.left(tally, now),
        });
        verdict.map(drop)
    }
}

/// What each of these will have been counted, by what is known now; in their order. Nothing is locked.
pub(crate) async fn expected(
    tx: &DatabaseTransaction,
    uses: &[Use],
    now: DateTime<Utc>,
) -> Result<Vec<Tally>> {
    let keys = uses.iter().map(Use::key);
    let rows = throttle::Entity::find().filter(throttle::Column::Key.is_in(keys)).all(tx).await?;
    let of = |one: &Use| {
        let row = rows.iter().find(|row| row.key == one.key());
        let row = row.filter(|row| is_open(row, one.limit, now));
        row.map_or(Tally { count: one.by, since: now }, |row| Tally {
            count: row.count.saturating_add(one.by),
            since: row.window_started_at,
        })
    };
    Ok(uses.iter().map(of).collect())
}

/// Counts these, which were expected to be let through. Called at the very end of a transaction: whoever writes in the same
/// name at the same time waits for these rows.
///
/// # Errors
/// [`Error::RateLimited`], when others were quicker and the quota is used up; then nothing of the transaction is to be kept.
pub(crate) async fn settle(tx: &DatabaseTransaction, mut uses: Vec<Use>, now: DateTime<Utc>) -> Result<()> {
    // Always in the same order, so that two who count for the same wait for each other, not both.
    uses.sort_by_cached_key(Use::key);
    let mut refused = None;
    for one in uses {
        let tally = add(tx, one.key(), one.limit.window, one.by, now).await?;
        refused = std::cmp::Ord::max(refused, one.judge(tally, now).err());
    }
    refused.map_or(Ok(()), |retry_after| Err(Error::RateLimited { retry_after }))
}

/// What the database answers to [`ADD`].
#[derive(FromQueryResult)]
struct Counted {
    count: i64,
    window_started_at: DateTime<Utc>,
}

/// One statement, since every log-in and every new ticket runs several: adds to a window that has not ended, or begins a
/// new one. A window from the future has ended too: a clock that was set back must not lock anybody out. But one that began a
/// little later was begun by somebody who wrote at the same time.
const ADD: &str = "INSERT INTO throttle AS known (key, count, window_started_at) VALUES ($1, $2, $3)
    ON CONFLICT (key) DO UPDATE SET
        count = excluded.count
            + CASE WHEN known.window_started_at > $4 AND known.window_started_at <= $5 THEN known.count ELSE 0 END,
        window_started_at = CASE WHEN known.window_started_at > $6 AND known.window_started_at <= $7
            THEN known.window_started_at ELSE excluded.window_started_at END
    RETURNING count, window_started_at";

async fn add(
    tx: &DatabaseTransaction,
    key: String,
    window: Duration,
    by: i64,
    now: DateTime<Utc>,
) -> Result<Tally> {
    let (ended, latest) = (ended(now, window), now + AHEAD);
    let values: [Value; 7] =
        [key.into(), by.into(), now.into(), ended.into(), latest.into(), ended.into(), latest.into()];
    let statement = Statement::from_sql_and_values(tx.get_database_backend(), ADD, values);
    let counted = Counted::find_by_statement(statement).one(tx).await?;
    let counted = counted.ok_or_else(|| Error::internal("a row of `throttle` was not answered"))?;
    Ok(Tally { count: counted.count, since: counted.window_started_at })
}

/// A window that began then, or earlier, has ended.
fn ended(now: DateTime<Utc>, window: Duration) -> DateTime<Utc> {
    now - TimeDelta::from_std(window).unwrap_or(TimeDelta::MAX)
}

/// Forgets the tries of `subject` from everywhere.
pub(crate) async fn reset_everywhere(tx: &DatabaseTransaction, limit: Limit, subject: &str) -> Result<()> {
    let prefix = format!("{}:", key(limit, subject));
    throttle::Entity::delete_many().filter(throttle::Column::Key.starts_with(prefix)).exec(tx).await?;
    Ok(())
}

/// Forgets the tries of `subject` from `place`.
pub(crate) async fn reset_at(
    tx: &DatabaseTransaction,
    limit: Limit,
    (subject, place): (&str, &str),
) -> Result<()> {
    throttle::Entity::delete_by_id(key_of_both(limit, subject, place)).exec(tx).await?;
    Ok(())
}

/// Takes back one try of `subject`, which was none after all.
pub(crate) async fn take_back(tx: &DatabaseTransaction, limit: Limit, subject: &str) -> Result<()> {
    subtract(tx, key(limit, subject)).await
}

/// Takes back one try of `subject` from `place`.
pub(crate) async fn take_back_at(
    tx: &DatabaseTransaction,
    limit: Limit,
    (subject, place): (&str, &str),
) -> Result<()> {
    subtract(tx, key_of_both(limit, subject, place)).await
}

async fn subtract(tx: &DatabaseTransaction, key: String) -> Result<()> {
    throttle::Entity::update_many()
        .col_expr(throttle::Column::Count, Expr::col(throttle::Column::Count).sub(1))
        .filter(throttle::Column::Key.eq(key))
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
