//! Work that falls due: tickets that close themselves, the reminders before, and agreed times that pass. Any node may do it; each is done once.
//!
//! There is no state but the tickets' own times, so a long sleep or a restart only means that several fall due at once.
//! Each ticket is for itself: `fault` sets one aside that cannot be done, and the parts of a pass do not wait for each other.

mod close;
mod fault;
mod recount;
mod remind;
mod retention;
mod tidy;
mod watch;

use chrono::{DateTime, Utc};

use crate::{
    engine::Engine,
    error::Result,
    store::{clocks, timers},
};

/// How many tickets are looked up at a time.
const BATCH: u64 = 100;

/// What one pass did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ran {
    /// Tickets that were closed.
    pub closed: usize,
    /// Customers who were reminded.
    pub reminded: usize,
    /// Tickets of whose agreed times something was told.
    pub clocks: usize,
    /// Tickets whose clocks were counted again.
    pub recounted: usize,
}

impl Engine {
    /// Does everything that is due now, and folds what the database's triggers wrote.
    ///
    /// # Errors
    /// Internal, when the database fails; what is still due is done by the next call.
    pub async fn run_due(&self) -> Result<Ran> {
        // First, so that nothing is told or closed by a calendar that holds no more.
        let recounted = self.recount_due().await;
        let (closed, reminded) = (self.close_due().await, self.remind_due().await);
        let clocks = self.watch_due().await;
        self.tidy().await?;
        Ok(Ran { closed: closed?, reminded: reminded?, clocks: clocks?, recounted: recounted? })
    }

    /// When the next ticket closes itself or there is something to tell of a clock; reminders may be earlier.
    ///
    /// # Errors
    /// Internal, when the database fails.
    pub async fn next_due(&self) -> Result<Option<DateTime<Utc>>> {
        let next = timers::next_closing(self.database().ro(), self.now()).await?;
        let clock = clocks::next(self.database().ro()).await?;
        Ok(next.into_iter().chain(clock).min())
    }
}
