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
    events,
};
use crate::{
    engine::Engine,
    error::{Error, Result},
    model::{Cursor, Event},
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
        match known(engine.database().ro(), name).await? {
            None => seek_from_start(engine, name).await?,
            Some(cursor) if after(engine, cursor).limit(1).all(engine.database().ro()).await?.is_empty() => {
                return Ok(None);
            }
            Some(_) => {}
        }
        let turn = engine.database().turn().await;
        let tx = engine.database().begin().await?;
        let Some(cursor) = locked(&tx, name).await? else { return Ok(None) };
        let rows = after(engine, cursor).limit(count).all(&tx).await?;
        if rows.is_empty() {
            return Ok(None);
        }
        let epoch = today(engine, cursor).epoch;
        let events = events::read(&tx, rows.iter(), epoch).await?;
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
        place(&self.engine, &self.tx, &self.name, last.cursor).await?;
        self.tx.commit().await?;
        // For what commands of the engine did in it.
        self.engine.host_committed();
        Ok(())
    }
}

/// Puts a reader's cursor somewhere, whoever is reading meanwhile.
#[expect(clippy::disallowed_methods, reason = "moves a cursor, which is nobody's subject")]
pub(crate) async fn seek(engine: &Engine, name: &str, cursor: Cursor) -> Result<()> {
    let _turn = engine.database().turn().await;
    let tx = engine.database().begin().await?;
    place(engine, &tx, name, today(engine, cursor)).await?;
    Ok(tx.commit().await?)
}

/// Where a new reader begins: with the first event that there is. Committed at once, so that nobody waits for it.
#[expect(clippy::disallowed_methods, reason = "makes a cursor, which is nobody's subject")]
async fn seek_from_start(engine: &Engine, name: &str) -> Result<()> {
    let _turn = engine.database().turn().await;
    let tx = engine.database().begin().await?;
    let start = row(engine, name, Cursor { epoch: 0, tx: i64::MIN, seq: 0 });
    let twice = OnConflict::column(journal_reader::Column::Name).do_nothing().to_owned();
    journal_reader::Entity::insert(start).on_conflict(twice).exec_without_returning(&tx).await?;
    Ok(tx.commit().await?)
}

/// The events after a cursor that nothing can come before any more, in their order.
fn after(engine: &Engine, cursor: Cursor) -> Select<event::Entity> {
    let cursor = today(engine, cursor);
    let place = Expr::tuple([event::Column::Tx.into_expr(), event::Column::Seq.into_expr()]);
    let found = event::Entity::find()
        .filter(place.gt(Expr::tuple([Expr::value(cursor.tx), Expr::value(cursor.seq)])))
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

fn today(engine: &Engine, cursor: Cursor) -> Cursor {
    cursor.today(engine.database().journal_shifts())
}

async fn known(db: &impl ConnectionTrait, name: &str) -> Result<Option<Cursor>> {
    Ok(journal_reader::Entity::find_by_id(name).one(db).await?.map(|row| cursor(&row)))
}

/// The reader's cursor, locked until the transaction ends; `None`: somebody else has locked it.
async fn locked(tx: &DatabaseTransaction, name: &str) -> Result<Option<Cursor>> {
    if tx.get_database_backend() != DbBackend::Postgres {
        // The transaction is the one that writes.
        return known(tx, name).await;
    }
    let found = journal_reader::Entity::find_by_id(name)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
    Ok(found.one(tx).await?.map(|row| cursor(&row)))
}

const fn cursor(row: &journal_reader::Model) -> Cursor {
    Cursor { epoch: row.epoch, tx: row.tx, seq: row.seq }
}

fn row(engine: &Engine, name: &str, cursor: Cursor) -> journal_reader::ActiveModel {
    journal_reader::ActiveModel {
        name: Set(name.to_owned()),
        epoch: Set(cursor.epoch),
        tx: Set(cursor.tx),
        seq: Set(cursor.seq),
        moved_at: Set(engine.now()),
    }
}

async fn place(engine: &Engine, tx: &DatabaseTransaction, name: &str, cursor: Cursor) -> Result<()> {
    let row = row(engine, name, cursor);
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
