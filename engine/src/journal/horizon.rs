//! How far readers of the journal may look, so that no cursor overtakes an event that commits late.

use super::Cursor;
use crate::{
    error::Result,
    store::{Database, journal},
};

/// Everything before it is finished: committed and readable, or gone.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Horizon {
    /// The oldest transaction that may still write, on PostgreSQL.
    pub(crate) oldest: i64,
    end: Cursor,
}

impl Horizon {
    /// The horizon as of now. It must be read before the events that it is to bound.
    pub(crate) async fn read(database: &Database) -> Result<Self> {
        let epoch = epoch(database);
        if database.is_postgres() {
            let oldest = journal::oldest_open(database).await?;
            return Ok(Self { oldest, end: Cursor { epoch, tx: oldest - 1, seq: i64::MAX } });
        }
        // One writer: what is committed is complete, in the order of `seq`.
        let last = journal::last(database).await?;
        Ok(Self { oldest: i64::MAX, end: Cursor { epoch, tx: 0, seq: last } })
    }

    /// The place behind everything that is finished, and before everything that is not.
    pub(crate) const fn end(&self) -> Cursor {
        self.end
    }

    /// The place from which one may go on who has seen this event: its own, unless something may yet commit before it.
    pub(crate) const fn safe(&self, event: Cursor) -> Cursor {
        if event.tx < self.oldest { event } else { self.end }
    }
}

/// The epoch of the cursors that are given out now.
pub(crate) fn epoch(database: &Database) -> i64 {
    i64::try_from(database.journal_shifts().len()).unwrap_or(i64::MAX)
}
