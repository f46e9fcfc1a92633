//! How far readers of the journal may look, so that no cursor overtakes an event that commits late.

use super::Cursor;
use crate::{
    error::Result,
    model::{Event, Place},
    store::{
        Database,
        events::START,
        journal::{self, Finished},
    },
};

/// Everything before it is finished: committed and readable, or gone.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Horizon {
    /// The oldest transaction that may still write, on PostgreSQL.
    pub(crate) oldest: i64,
    end: Place,
    cursor: Cursor,
}

impl Horizon {
    /// The horizon as of now. It must be read before the events that it is to bound.
    pub(crate) async fn read(database: &Database) -> Result<Self> {
        let Finished { oldest, last } = journal::finished(database).await?;
        let (event, end) = last.unzip();
        Ok(Self { oldest, end: end.unwrap_or(START), cursor: Cursor::after(event) })
    }

    /// The place behind everything that is finished, and before everything that is not.
    pub(crate) const fn end(&self) -> Place {
        self.end
    }

    /// The same as a cursor.
    pub(crate) const fn cursor(&self) -> Cursor {
        self.cursor
    }

    /// The place from which one may go on who has seen this event: its own, unless something may yet commit before it.
    pub(crate) const fn safe(&self, event: &Event) -> Cursor {
        if event.place.0 < self.oldest { event.cursor } else { self.cursor }
    }
}
