//! Closes the tickets whose time has come. A comment that came first has cleared that time: the comment wins.

use sea_orm::{ColumnTrait, Condition};

use super::fault::Timer;
use crate::{
    commands::ticket::parts::{Changing, Told},
    engine::Engine,
    error::Result,
    lifecycle::Step,
    model::{Cause, TicketId},
    outbox::untold::{self, Closing},
    policy,
    store::{Work, entity::ticket, tickets},
};

impl Engine {
    /// Closes every ticket that is due, each in a transaction of its own, and says how many. One that cannot be closed is
    /// set aside.
    pub(super) async fn close_due(&self) -> Result<usize> {
        let mut closed = 0;
        loop {
            let due = Condition::all().add(ticket::Column::AutoCloseAt.lte(self.now()));
            let mut aside = 0;
            let before = closed;
            for id in self.soonest(Timer::Close, due).await? {
                match self.close_if_due(id).await {
                    Ok(done) => closed += usize::from(done),
                    Err(error) => {
                        self.set_aside(Timer::Close, id, error).await?;
                        aside += 1;
                    }
                }
            }
            if closed == before && aside == 0 {
                return Ok(closed);
            }
        }
    }

    async fn close_if_due(&self, id: TicketId) -> Result<bool> {
        let work = Work::begin(self).await?;
        let row = tickets::lock_id(work.tx(), id).await?;
        let still_due = row.filter(|row| row.auto_close_at.is_some_and(|at| at <= work.now()));
        let Some(row) = still_due else { return Ok(false) };
        let mut changing = Changing::new(row.clone(), None, Cause::Timer);
        // First, so that what the lifecycle refuses is set aside and not merely put off.
        changing.step(&work, Step::AutoCloseElapses)?;
        let moved = match untold::closing(&work, &row).await? {
            Closing::Now => None,
            Closing::At(later) => Some(Some(later)),
            Closing::Never => Some(None),
        };
        if let Some(closes) = moved {
            let event = untold::stop_closing(&work, &row, closes).await?;
            work.commit(policy::housekeeping(), event.into_iter().collect()).await?;
            return Ok(false);
        }
        changing.finish(work, policy::housekeeping(), Told::default()).await?;
        Ok(true)
    }
}
