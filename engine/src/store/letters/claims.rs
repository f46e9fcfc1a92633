//! Claims of letters: which are due, and which node has leased them until when.

use std::time::Duration;

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    Select,
    sea_query::{Expr, ExprTrait, LockBehavior, LockType},
};

use crate::{
    error::Result,
    model::{LetterId, LetterState},
    store::{Work, entity::letter, living::LIVING},
};

/// Whether any letter is to be sent.
pub(crate) async fn is_any_due(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<bool> {
    Ok(due(now, db.get_database_backend()).limit(1).one(db).await?.is_some())
}

/// Leases up to `limit` letters that are due to a node, those first that were due first, and counts an attempt of each.
pub(crate) async fn lease(
    work: &Work<'_>,
    life: String,
    limit: u64,
    lease: Duration,
) -> Result<Vec<letter::Model>> {
    let rows = due(work.now(), work.tx().get_database_backend())
        .order_by_asc(letter::Column::NextAt)
        .order_by_asc(letter::Column::Id)
        .limit(limit)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .all(work.tx())
        .await?;
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    let leased = letter::Entity::update_many()
        .col_expr(letter::Column::State, Expr::value(LetterState::Claimed.as_str()))
        .col_expr(letter::Column::ClaimedBy, Expr::value(life))
        .col_expr(letter::Column::ClaimedUntil, Expr::value(work.now() + lease))
        .col_expr(letter::Column::Attempts, Expr::col(letter::Column::Attempts).add(1))
        .filter(letter::Column::Id.is_in(ids))
        .exec_with_returning(work.tx())
        .await?;
    Ok(leased)
}

/// What is to be sent: what waits and is due, and what a node leased that died.
fn due(now: DateTime<Utc>, backend: DbBackend) -> Select<letter::Entity> {
    let waiting = Condition::all()
        .add(letter::Column::State.eq(LetterState::Waiting.as_str()))
        .add(letter::Column::NextAt.lte(now));
    let mut dead = Condition::any().add(letter::Column::ClaimedUntil.lt(now));
    if backend == DbBackend::Postgres {
        dead = dead.add(Expr::cust(format!("claimed_by NOT IN ({LIVING})")));
    }
    let abandoned = Condition::all().add(letter::Column::State.eq(LetterState::Claimed.as_str())).add(dead);
    letter::Entity::find().filter(Condition::any().add(waiting).add(abandoned))
}

/// A letter, if a node holds its lease.
pub(crate) async fn held_by(
    db: &impl ConnectionTrait,
    id: LetterId,
    life: &str,
) -> Result<Option<letter::Model>> {
    Ok(letter::Entity::find().filter(held(id, life)).one(db).await?)
}

/// Prolongs the lease of a letter until this time, if this node holds it; whether it does.
pub(crate) async fn prolong(work: &Work<'_>, id: LetterId, life: &str, until: DateTime<Utc>) -> Result<bool> {
    let prolonged = letter::Entity::update_many()
        .col_expr(letter::Column::ClaimedUntil, Expr::value(until))
        .filter(held(id, life))
        .exec(work.tx())
        .await?;
    Ok(prolonged.rows_affected > 0)
}

fn held(id: LetterId, life: &str) -> Condition {
    Condition::all()
        .add(letter::Column::Id.eq(id.0))
        .add(letter::Column::State.eq(LetterState::Claimed.as_str()))
        .add(letter::Column::ClaimedBy.eq(life))
}

/// Whether claims of a node that died hold until their leases end; on PostgreSQL they are free at once.
pub(crate) fn outlive_their_node(db: &impl ConnectionTrait) -> bool {
    db.get_database_backend() == DbBackend::Sqlite
}

/// Gives back what all nodes but this one have leased.
pub(crate) async fn release_others(work: &Work<'_>, node: String) -> Result<()> {
    letter::Entity::update_many()
        .col_expr(letter::Column::State, Expr::value(LetterState::Waiting.as_str()))
        .filter(letter::Column::State.eq(LetterState::Claimed.as_str()))
        .filter(letter::Column::ClaimedBy.ne(node))
        .exec(work.tx())
        .await?;
    Ok(())
}

/// Notes where a letter goes.
pub(crate) async fn set_address(work: &Work<'_>, id: LetterId, address: &str) -> Result<()> {
    letter::Entity::update_many()
        .col_expr(letter::Column::Address, Expr::value(address))
        .filter(letter::Column::Id.eq(id.0))
        .exec(work.tx())
        .await?;
    Ok(())
}
