//! Counts the clocks of tickets again whose agreement or calendar has changed, each in a transaction of its own.

use chrono::TimeDelta;
use uuid::Uuid;

use super::BATCH;
use crate::{
    apply::{self, clocks::wind},
    engine::Engine,
    error::{Causes, Result},
    policy,
    store::{Work, clocks, tickets},
};

/// How many tickets are counted before whoever changed an agreement is answered.
const AT_ONCE: u64 = 50;

/// How long a ticket is left alone that could not be counted.
const AGAIN: TimeDelta = TimeDelta::minutes(1);

impl Engine {
    /// Counts some of the tickets again at once, so that whoever changed an agreement sees what comes of it. The timers do the
    /// rest, and what fails here.
    pub(crate) async fn recount_now(&self) {
        let found = clocks::to_recount(self.database().ro(), self.now(), AT_ONCE).await;
        for id in found.unwrap_or_default() {
            if self.recount(id).await.is_err() {
                return;
            }
        }
    }

    /// Counts every ticket that is noted to be counted again, and says how many there were.
    pub(super) async fn recount_due(&self) -> Result<usize> {
        let mut counted = 0;
        loop {
            let found = clocks::to_recount(self.database().ro(), self.now(), BATCH).await?;
            if found.is_empty() {
                return Ok(counted);
            }
            for id in found {
                match self.recount(id).await {
                    Ok(done) => counted += usize::from(done),
                    Err(error) if error.is_outage() => return Err(error),
                    Err(error) => {
                        let work = Work::begin(self).await?;
                        let number = tickets::number(work.tx(), id.into()).await?;
                        tracing::warn!(
                            ticket = number,
                            error = %Causes(&error),
                            "the clocks of a ticket could not be counted again; it is tried again in a minute"
                        );
                        clocks::put_off(work.tx(), id, work.now() + AGAIN).await?;
                        work.commit(policy::housekeeping(), Vec::new()).await?;
                    }
                }
            }
        }
    }

    async fn recount(&self, id: Uuid) -> Result<bool> {
        let work = Work::begin(self).await?;
        clocks::count_in_turn(work.tx()).await?;
        let row = tickets::lock_id(work.tx(), id.into()).await?;
        if !clocks::take(work.tx(), id).await? {
            return Ok(false);
        }
        let mut events = Vec::new();
        if let Some(mut row) = row {
            events.extend(apply::recount(&work, &mut row).await?);
            let history = clocks::history(work.tx(), &row).await?;
            wind(&work, &mut row, &history).await?;
            tickets::set_due(&work, &row).await?;
        }
        work.commit(policy::housekeeping(), events).await?;
        Ok(true)
    }
}
