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
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use fault::Timer;

use crate::{
    engine::Engine,
    error::Result,
    model::TicketId,
    store::{clocks, entity::ticket},
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
        let next: Option<DateTime<Utc>> = ticket::Entity::find()
            .select_only()
            .column(ticket::Column::AutoCloseAt)
            .filter(ticket::Column::AutoCloseAt.is_not_null())
            .filter(Timer::Close.not_set_aside(self))
            .order_by_asc(ticket::Column::AutoCloseAt)
            .limit(1)
            .into_tuple()
            .one(self.database().ro())
            .await?;
        let clock = clocks::next(self.database().ro()).await?;
        Ok(next.into_iter().chain(clock).min())
    }

    /// Some of the tickets that `due` describes and `timer` has not set aside, those that close first before the others.
    async fn soonest(&self, timer: Timer, due: Condition) -> Result<Vec<TicketId>> {
        let ids: Vec<uuid::Uuid> = ticket::Entity::find()
            .select_only()
            .column(ticket::Column::Id)
            .filter(due)
            .filter(timer.not_set_aside(self))
            .order_by_asc(ticket::Column::AutoCloseAt)
            .limit(BATCH)
            .into_tuple()
            .all(self.database().ro())
            .await?;
        Ok(ids.into_iter().map(Into::into).collect())
    }
}
