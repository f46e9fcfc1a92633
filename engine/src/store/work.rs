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
    changes,
    entity::{event, queue},
    mailbox_definitions, many,
    throttle::{self, Use},
};
use crate::{
    engine::Engine,
    error::{Error, Result},
    model::{Cause, CommentId, EventChange, EventId, EventKind, MailReason, TicketId, UserId},
    policy::Permit,
    settings::Mailboxes,
};

/// A transaction under way.
pub(crate) struct Work<'e> {
    engine: &'e Engine,
    tx: Arc<DatabaseTransaction>,
    looked_up: Arc<LookedUp>,
    /// What it shares with the others of its batch, if it is one of several.
    batch: Option<Arc<Shared>>,
    /// Where only one may write at a time.
    _turn: Option<OwnedMutexGuard<()>>,
    now: DateTime<Utc>,
    /// Why nobody is told of what is written, if nobody is.
    quiet: Option<MailReason>,
    events: Vec<NewEvent>,
    /// The quotas that it uses.
    uses: Vec<Use>,
}

/// What was looked up once in a transaction: there is little of it, and what reads it here changes none.
#[derive(Default)]
pub(super) struct LookedUp {
    queues: OnceCell<Vec<queue::Model>>,
    mailboxes: OnceCell<Mailboxes>,
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
    pub(crate) changes: Vec<EventChange>,
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
            looked_up: Arc::default(),
            batch: None,
            _turn: turn,
            now: engine.now(),
            quiet: None,
            events: Vec::new(),
            uses: Vec::new(),
        })
    }

    /// Begins inside a transaction that it shares with others, and that their batch ends.
    pub(super) fn of_batch(
        engine: &'e Engine,
        tx: &Arc<DatabaseTransaction>,
        looked_up: &Arc<LookedUp>,
        batch: &Arc<Shared>,
    ) -> Self {
        Self {
            engine,
            tx: Arc::clone(tx),
            looked_up: Arc::clone(looked_up),
            batch: Some(Arc::clone(batch)),
            _turn: None,
            now: engine.now(),
            quiet: None,
            events: Vec::new(),
            uses: Vec::new(),
        }
    }

    /// The transaction, for what `store` reads and writes.
    pub(crate) fn tx(&self) -> &DatabaseTransaction {
        &self.tx
    }

    /// All queues as they were when they were first asked for in this transaction.
    pub(crate) async fn queues(&self) -> Result<&[queue::Model]> {
        let read = async { queue::Entity::find().all(self.tx()).await };
        Ok(self.looked_up.queues.get_or_try_init(|| read).await?)
    }

    /// The mailboxes in force, as they were when they were first asked for in this transaction.
    pub(crate) async fn mailboxes(&self) -> Result<&Mailboxes> {
        // Boxed: it is asked from deep inside, and its futures would lie on the stack of all that ask.
        let read = || {
            Box::pin(async {
                let added = mailbox_definitions::all(self.tx()).await?;
                let queues = self.queues().await?;
                mailbox_definitions::in_force(self.engine.settings(), &added, queues)
            })
        };
        Box::pin(self.looked_up.mailboxes.get_or_try_init(read)).await
    }

    /// When it began.
    pub(crate) const fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// Writes from now on as of a time that is past, and without a word to anybody: no email, no deadline.
    pub(crate) fn as_of(&mut self, time: DateTime<Utc>, because: MailReason) {
        self.now = self.now.min(time);
        self.quiet = Some(because);
    }

    /// Whether nobody is told of what is written.
    pub(crate) const fn is_quiet(&self) -> bool {
        self.quiet.is_some()
    }

    /// Why nobody is told of it; `None`: they are.
    pub(crate) const fn quiet_because(&self) -> Option<MailReason> {
        self.quiet
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

    /// Uses quotas up, once it is committed.
    pub(crate) fn uses(&mut self, uses: Vec<Use>) {
        self.uses.extend(uses);
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
    /// `RateLimited`, when a quota was used up meanwhile; then nothing was written. Internal, when the permit is for another
    /// ticket than what was changed. Internal or unavailable, when the database fails; then nothing was written, unless the connection broke in the
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
        throttle::settle(&self.tx, std::mem::take(&mut self.uses), self.now).await?;
        match self.batch {
            Some(batch) => batch.done(journalled),
            None => end(self.engine, self.tx, journalled, permit.is_harmless()).await?,
        }
        Ok(())
    }

    fn row(&self, event: &NewEvent) -> Result<event::ActiveModel> {
        Ok(event::ActiveModel {
            id: Set(self.id::<EventId>()?.into()),
            kind: Set(event.kind.as_str().to_owned()),
            ticket_id: Set(event.ticket.into()),
            actor_id: Set(event.actor.map(Into::into)),
            cause: Set(event.cause.as_str().to_owned()),
            comment_id: Set(event.comment.map(Into::into)),
            changes: Set(changes::kept(&event.changes)?),
            internal: Set(event.internal),
            at: Set(self.now),
            ..Default::default()
        })
    }
}

/// What is to follow a commit, also when whoever waited for it went away in the middle of it.
struct Afterwards<'e> {
    engine: &'e Engine,
    journalled: bool,
    harmless: bool,
}

impl Drop for Afterwards<'_> {
    fn drop(&mut self) {
        if !self.harmless {
            self.engine.database().remembered().forget();
        }
        self.engine.wake(self.journalled);
    }
}

/// Commits what was written, and wakes whoever follows the journal. `harmless`: nobody's rights are others now.
#[expect(clippy::disallowed_methods, reason = "this is the one place that commits")]
pub(super) async fn end(
    engine: &Engine,
    tx: Arc<DatabaseTransaction>,
    journalled: bool,
    harmless: bool,
) -> Result<()> {
    if journalled && engine.is_inside() && tx.get_database_backend() == DbBackend::Postgres {
        // The host commits, and may forget to say so; what is committed here is told of afterwards.
        tx.execute_unprepared("SELECT pg_notify('schalter_journal', '')").await?;
    }
    let tx = Arc::into_inner(tx).ok_or_else(|| Error::internal("a transaction is held by two"))?;
    let _afterwards = Afterwards { engine, journalled, harmless };
    if engine.is_inside() {
        return Ok(tx.commit().await?);
    }
    engine.database().liveness().answer_on("COMMIT", tx.commit()).await?;
    engine.health().committed();
    Ok(())
}
