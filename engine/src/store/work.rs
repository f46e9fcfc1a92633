//! The unit of work: one transaction that ends in one commit, which wants a permit and the lines of the journal.
//!
//! Load, check and write happen inside it, so that nothing comes between. Dropping it rolls everything back.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DatabaseTransaction, DbBackend};
use tokio::sync::OwnedMutexGuard;
use uuid::Uuid;

use super::{entity::event, many};
use crate::{
    engine::Engine,
    error::{Error, Result},
    model::{Cause, Change, CommentId, EventId, EventKind, TicketId, UserId},
    policy::Permit,
};

/// A transaction under way.
pub(crate) struct Work<'e> {
    engine: &'e Engine,
    tx: DatabaseTransaction,
    /// Where only one may write at a time.
    _turn: Option<OwnedMutexGuard<()>>,
    now: DateTime<Utc>,
    events: Vec<NewEvent>,
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
        Ok(Self { engine, tx, _turn: turn, now: engine.now(), events: Vec::new() })
    }

    /// The transaction, for what `store` reads and writes.
    pub(crate) const fn tx(&self) -> &DatabaseTransaction {
        &self.tx
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

    /// Writes the journal and commits; then wakes whoever follows it, on this node and on others. `events` come after
    /// those that were added meanwhile.
    ///
    /// # Errors
    /// Internal, when the permit is for another ticket than what was changed. Internal or unavailable, when the database fails; then nothing was written, unless the connection broke in the
    /// very commit: then nobody can know.
    #[expect(clippy::disallowed_methods, reason = "this is the one place that commits")]
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
            many::insert(&self.tx, rows, None).await?;
        }
        if journalled && self.tx.get_database_backend() == DbBackend::Postgres {
            // Says which transaction of which node it was: that node is woken without it.
            let node = self.engine.node();
            let notify =
                format!("SELECT pg_notify('schalter_journal', '{node} ' || pg_current_xact_id()::text)");
            self.tx.execute_unprepared(&notify).await?;
        }
        self.tx.commit().await?;
        if !self.engine.is_inside() {
            self.engine.health().committed();
        }
        self.engine.wake(journalled);
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
            changes: Set(serde_json::to_string(&event.changes)?),
            internal: Set(event.internal),
            at: Set(self.now),
            ..Default::default()
        })
    }
}
