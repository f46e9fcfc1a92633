//! The unit of work: one transaction that ends in one commit, which wants a permit and the lines of the journal.
//!
//! Load, check and write happen inside it, so that nothing comes between. Dropping it rolls everything back. Several of them
//! may share one transaction and one commit: see `batch`.

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicUsize, Ordering},
};

use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DatabaseTransaction, DbBackend, EntityTrait};
use tokio::sync::{OnceCell, OwnedMutexGuard};
use uuid::Uuid;

use super::{
    entity::{event, queue},
    many,
};
use crate::{
    engine::Engine,
    error::{Error, Result},
    model::{Cause, Change, CommentId, EventId, EventKind, TicketId, UserId},
    policy::Permit,
};

/// A transaction under way.
pub(crate) struct Work<'e> {
    engine: &'e Engine,
    tx: Arc<DatabaseTransaction>,
    queues: Arc<OnceCell<Vec<queue::Model>>>,
    /// What it shares with the others of its batch, if it is one of several.
    batch: Option<Arc<Shared>>,
    /// Where only one may write at a time.
    _turn: Option<OwnedMutexGuard<()>>,
    now: DateTime<Utc>,
    events: Vec<NewEvent>,
}

/// What the units of work of a batch tell it.
#[derive(Debug, Default)]
pub(super) struct Shared {
    done: AtomicUsize,
    journalled: AtomicBool,
}

impl Shared {
    /// One of them has written all that it had to.
    fn done(&self, journalled: bool) {
        self.done.fetch_add(1, Ordering::Relaxed);
        self.journalled.fetch_or(journalled, Ordering::Relaxed);
    }

    /// How many of them have.
    pub(super) fn ended(&self) -> usize {
        self.done.load(Ordering::Relaxed)
    }

    /// Whether one of them wrote to the journal.
    pub(super) fn journalled(&self) -> bool {
        self.journalled.load(Ordering::Relaxed)
    }
}

/// A line of the journal that is to be written.
#[derive(Debug, Clone)]
pub(crate) struct NewEvent {
    pub(crate) kind: EventKind,
    pub(crate) ticket: TicketId,
    pub(crate) actor: Option<UserId>,
    pub(crate) cause: Cause,
    pub(crate) comment: Option<CommentId>,
    pub(crate) changes: Vec<Change>,
    /// Whether customers never see it.
    pub(crate) internal: bool,
}

impl<'e> Work<'e> {
    /// Begins; the time of everything written in it is now.
    pub(crate) async fn begin(engine: &'e Engine) -> Result<Self> {
        let turn = engine.database().turn().await;
        let tx = engine.database().begin().await?;
        Ok(Self {
            engine,
            tx: Arc::new(tx),
            queues: Arc::default(),
            batch: None,
            _turn: turn,
            now: engine.now(),
            events: Vec::new(),
        })
    }

    /// Begins inside a transaction that it shares with others, and that their batch ends.
    pub(super) fn of_batch(
        engine: &'e Engine,
        tx: &Arc<DatabaseTransaction>,
        queues: &Arc<OnceCell<Vec<queue::Model>>>,
        batch: &Arc<Shared>,
    ) -> Self {
        Self {
            engine,
            tx: Arc::clone(tx),
            queues: Arc::clone(queues),
            batch: Some(Arc::clone(batch)),
            _turn: None,
            now: engine.now(),
            events: Vec::new(),
        }
    }

    /// The transaction, for what `store` reads and writes.
    pub(crate) fn tx(&self) -> &DatabaseTransaction {
        &self.tx
    }

    /// All queues as they were when they were first asked for in this transaction. They are few, and what reads them here
    /// changes none.
    pub(crate) async fn queues(&self) -> Result<&[queue::Model]> {
        let read = async { queue::Entity::find().all(self.tx()).await };
        Ok(self.queues.get_or_try_init(|| read).await?)
    }

    /// When it began.
    pub(crate) const fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// The engine it belongs to.
    pub(crate) const fn engine(&self) -> &'e Engine {
        self.engine
    }

    /// A fresh id.
    pub(crate) fn id<T: From<Uuid>>(&self) -> Result<T> {
        self.engine.id()
    }

    /// Adds a line for the journal, to be written with the commit.
    pub(crate) fn journal(&mut self, event: NewEvent) {
        self.events.push(event);
    }

    /// Takes the lines back that were added since there were `said` of them: another line says what happened.
    pub(crate) fn unsay(&mut self, said: usize) {
        self.events.truncate(said);
    }

    /// How many lines were added.
    pub(crate) const fn said(&self) -> usize {
        self.events.len()
    }

    /// Writes the journal and commits; then wakes whoever follows it, on this node and on others. `events` come after
    /// those that were added meanwhile.
    ///
    /// # Errors
    /// Internal, when the permit is for another ticket than what was changed. Internal or unavailable, when the database fails; then nothing was written, unless the connection broke in the
    /// very commit: then nobody can know.
    pub(crate) async fn commit(mut self, permit: Permit, events: Vec<NewEvent>) -> Result<()> {
        self.events.extend(events);
        let events = std::mem::take(&mut self.events);
        if let Some(other) = events.iter().find(|event| !permit.covers(event.ticket)) {
            return Err(Error::internal(format!("{permit:?} does not cover ticket {}", other.ticket)));
        }
        let journalled = !events.is_empty();
        if journalled {
            let mut rows = Vec::with_capacity(events.len());
            for event in events {
                rows.push(self.row(&event)?);
            }
            many::insert(self.tx(), rows, None).await?;
        }
        match self.batch {
            Some(batch) => batch.done(journalled),
            None => end(self.engine, self.tx, journalled).await?,
        }
        Ok(())
    }

    /// Ends without a trace, having written nothing.
    pub(crate) fn leave(self) {
        if let Some(batch) = self.batch {
            batch.done(false);
        }
    }

    fn row(&self, event: &NewEvent) -> Result<event::ActiveModel> {
        Ok(event::ActiveModel {
            id: Set(self.id::<EventId>()?.into()),
            kind: Set(event.kind.as_str().to_owned()),
            ticket_id: Set(event.ticket.into()),
            actor_id: Set(event.actor.map(Into::into)),
            cause: Set(event.cause.as_str().to_owned()),
            comment_id: Set(event.comment.map(Into::into)),
            changes: Set(serde_json::to_string(&event.changes)?),
            internal: Set(event.internal),
            at: Set(self.now),
            ..Default::default()
        })
    }
}

/// Commits what was written, and wakes whoever follows the journal.
#[expect(clippy::disallowed_methods, reason = "this is the one place that commits")]
pub(super) async fn end(engine: &Engine, tx: Arc<DatabaseTransaction>, journalled: bool) -> Result<()> {
    if journalled && tx.get_database_backend() == DbBackend::Postgres {
        // Says which transaction of which node it was: that node is woken without it.
        let node = engine.node();
        let notify = format!("SELECT pg_notify('schalter_journal', '{node} ' || pg_current_xact_id()::text)");
        tx.execute_unprepared(&notify).await?;
    }
    let tx = Arc::into_inner(tx).ok_or_else(|| Error::internal("a transaction is held by two"))?;
    tx.commit().await?;
    if !engine.is_inside() {
        engine.health().committed();
    }
    engine.wake(journalled);
    Ok(())
}
