//! What a named reader of the journal takes: the events after its cursor, in the transaction that moves the cursor.

use std::fmt;

use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbBackend, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, Select,
    sea_query::{Expr, ExprTrait as _, LockBehavior, LockType, OnConflict},
};
use tokio::sync::OwnedMutexGuard;

use super::{
    entity::{event, journal_reader},
    events::{self, START},
    restored,
};
use crate::{
    engine::Engine,
    error::{Error, Result},
    model::{Event, Place},
};

/// Events for a named reader, in an open transaction: what the host writes through [`Handful::transaction`] and how far the
/// reader has come are committed together by [`Handful::done`]. Dropping it undoes both, and the events come again.
#[must_use = "the events come again unless it is done"]
pub struct Handful {
    engine: Engine,
    tx: DatabaseTransaction,
    _turn: Option<OwnedMutexGuard<()>>,
    name: String,
    events: Vec<Event>,
}

impl fmt::Debug for Handful {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Handful")
            .field("name", &self.name)
            .field("events", &self.events)
            .finish_non_exhaustive()
    }
}

impl Handful {
    /// Takes up to `count` events after the reader's cursor; `None`: there is nothing new, or the same reader is at it
    /// elsewhere.
    pub(crate) async fn take(engine: &Engine, name: &str, count: u64) -> Result<Option<Self>> {
        // Who looks often locks nothing while nothing happens.
        match known(engine, engine.database().ro(), name).await? {
            None => seek_from_start(engine, name).await?,
            Some(place) if after(engine, place).limit(1).all(engine.database().ro()).await?.is_empty() => {
                return Ok(None);
            }
            Some(_) => {}
        }
        let turn = engine.database().turn().await;
        let tx = engine.database().begin().await?;
        let Some(place) = locked(engine, &tx, name).await? else { return Ok(None) };
        let rows = after(engine, place).limit(count).all(&tx).await?;
        if rows.is_empty() {
            return Ok(None);
        }
        let events = events::read(&tx, rows.iter()).await?;
        Ok(Some(Self { engine: engine.clone(), tx, _turn: turn, name: name.to_owned(), events }))
    }

    /// The events, in the order of the journal.
    #[must_use]
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// The transaction in which the cursor moves: what is written in it is written exactly once for each event. Commands of
    /// the engine run in it by [`Engine::within`]; keep it short, since on SQLite nobody else writes meanwhile.
    #[must_use]
    pub const fn transaction(&self) -> &DatabaseTransaction {
        &self.tx
    }

    /// Moves the cursor behind the events, and commits.
    ///
    /// # Errors
    /// Internal or unavailable, when the database fails; then the events come again, unless the connection broke in the
    /// very commit.
    #[expect(
        clippy::disallowed_methods,
        reason = "moves a cursor; what commands did in it committed with their permits"
    )]
    pub async fn done(self) -> Result<()> {
        let Some(last) = self.events.last() else { return Ok(()) };
        put(&self.engine, &self.tx, &self.name, last.place).await?;
        self.tx.commit().await?;
        // For what commands of the engine did in it.
        self.engine.host_committed();
        Ok(())
    }
}

/// Puts a reader's cursor somewhere, whoever is reading meanwhile.
#[expect(clippy::disallowed_methods, reason = "moves a cursor, which is nobody's subject")]
pub(crate) async fn seek(engine: &Engine, name: &str, place: Place) -> Result<()> {
    let _turn = engine.database().turn().await;
    let tx = engine.database().begin().await?;
    put(engine, &tx, name, place).await?;
    Ok(tx.commit().await?)
}

/// Where a new reader begins: with the first event that there is. Committed at once, so that nobody waits for it.
#[expect(clippy::disallowed_methods, reason = "makes a cursor, which is nobody's subject")]
async fn seek_from_start(engine: &Engine, name: &str) -> Result<()> {
    let _turn = engine.database().turn().await;
    let tx = engine.database().begin().await?;
    let start = row(engine, name, START);
    let twice = OnConflict::column(journal_reader::Column::Name).do_nothing().to_owned();
    journal_reader::Entity::insert(start).on_conflict(twice).exec_without_returning(&tx).await?;
    Ok(tx.commit().await?)
}

/// The events after a place that nothing can come before any more, in their order.
fn after(engine: &Engine, (tx, seq): Place) -> Select<event::Entity> {
    let place = Expr::tuple([event::Column::Tx.into_expr(), event::Column::Seq.into_expr()]);
    let found = event::Entity::find()
        .filter(place.gt(Expr::tuple([Expr::value(tx), Expr::value(seq)])))
        .order_by_asc(event::Column::Tx)
        .order_by_asc(event::Column::Seq);
    match engine.database().backend() {
        DbBackend::Postgres => {
            found.filter(Expr::cust("event.tx < pg_snapshot_xmin(pg_current_snapshot())::text::bigint"))
        }
        // One writer: what is committed is complete.
        _ => found,
    }
}

async fn known(engine: &Engine, db: &impl ConnectionTrait, name: &str) -> Result<Option<Place>> {
    Ok(journal_reader::Entity::find_by_id(name).one(db).await?.map(|row| today(engine, &row)))
}

/// The reader's place, locked until the transaction ends; `None`: somebody else has locked it.
async fn locked(engine: &Engine, tx: &DatabaseTransaction, name: &str) -> Result<Option<Place>> {
    if tx.get_database_backend() != DbBackend::Postgres {
        // The transaction is the one that writes.
        return known(engine, tx, name).await;
    }
    let found = journal_reader::Entity::find_by_id(name)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
    Ok(found.one(tx).await?.map(|row| today(engine, &row)))
}

/// Where a reader stands as the database numbers it today.
fn today(engine: &Engine, row: &journal_reader::Model) -> Place {
    restored::today(engine.database().journal_shifts(), row.epoch, (row.tx, row.seq))
}

fn row(engine: &Engine, name: &str, (tx, seq): Place) -> journal_reader::ActiveModel {
    journal_reader::ActiveModel {
        name: Set(name.to_owned()),
        epoch: Set(restored::epoch(engine.database().journal_shifts())),
        tx: Set(tx),
        seq: Set(seq),
        moved_at: Set(engine.now()),
    }
}

async fn put(engine: &Engine, tx: &DatabaseTransaction, name: &str, place: Place) -> Result<()> {
    let row = row(engine, name, place);
    let again = OnConflict::column(journal_reader::Column::Name)
        .update_columns([
            journal_reader::Column::Epoch,
            journal_reader::Column::Tx,
            journal_reader::Column::Seq,
            journal_reader::Column::MovedAt,
        ])
        .to_owned();
    journal_reader::Entity::insert(row).on_conflict(again).exec_without_returning(tx).await?;
    Ok(())
}

/// Why a name cannot be that of a reader.
pub(crate) fn check_name(name: &str) -> Result<()> {
    const LONGEST: usize = 100;
    let known = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | '_');
    if !name.is_empty() && name.len() <= LONGEST && name.chars().all(known) {
        return Ok(());
    }
    let message = "A reader's name has letters, digits, `.`, `-` and `_`, 100 at most.";
    Err(Error::bad("name", "reader-name", message))
}
