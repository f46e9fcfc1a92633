//! Closes the tickets whose time has come. A comment that came first has cleared that time: the comment wins.

use super::BATCH;
use crate::{
    actor::Actor,
    engine::Engine,
    error::Result,
    lifecycle::Step,
    model::{TicketChange, TicketId},
    outbox::untold::{self, Closing},
    policy::Action,
    rules::By,
    store::{
        Work, rows,
        timers::{self, Timer},
    },
};

impl Engine {
    /// Closes every ticket that is due, each in a transaction of its own, and says how many. One that cannot be closed is
    /// set aside.
    pub(super) async fn close_due(&self) -> Result<usize> {
        let mut closed = 0;
        loop {
            let mut aside = 0;
            let before = closed;
            for id in timers::to_close(self.database().ro(), self.now(), BATCH).await? {
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
        let mut work = Work::begin(self).await?;
        let found = work.ticket_of_id(&Actor::system(), id, Action::WorkTicket).await?;
        let still_due =
            found.filter(|(ticket, _)| ticket.row.auto_close_at.is_some_and(|at| at <= work.now()));
        let Some((mut ticket, permit)) = still_due else { return Ok(false) };
        // First, so that what the lifecycle refuses is set aside and not merely put off.
        rows::status(&ticket.row)?.after(Step::AutoCloseElapses)?;
        let moved = match untold::closing(&work, &ticket.row).await? {
            Closing::Now => None,
            Closing::At(later) => Some(Some(later)),
            Closing::Never => Some(None),
        };
        if let Some(closes) = moved {
            let event = untold::stop_closing(&work, &ticket.row, closes).await?;
            work.commit(permit, event.into_iter().collect()).await?;
            return Ok(false);
        }
        work.apply(&mut ticket, By::TIMER, &[TicketChange::CloseByTime], Vec::new()).await?;
        work.commit(permit, Vec::new()).await?;
        Ok(true)
    }
}
