//! Reminds customers before their ticket closes itself, once for each time that it waits to be closed.

use std::time::Duration;

use sea_orm::{ColumnTrait, Condition, sea_query::Expr};

use super::fault::{Timer, forget};
use crate::{
    actor::Actor,
    engine::Engine,
    error::Result,
    lifecycle::remind_at,
    model::{Status, TicketChange, TicketId},
    policy::Action,
    rules::By,
    store::{Work, entity::ticket},
};

impl Engine {
    /// Reminds of every ticket that is about to close, and says how many. One that cannot be done is set aside.
    pub(super) async fn remind_due(&self) -> Result<usize> {
        let delays = self.delays();
        let mut reminded = 0;
        for (status, delay) in [(Status::Resolved, delays.resolved), (Status::Pending, delays.pending)] {
            reminded += self.remind_of(status, delay).await?;
        }
        Ok(reminded)
    }

    async fn remind_of(&self, status: Status, delay: Duration) -> Result<usize> {
        let before = self.settings().remind_before;
        let now = self.now();
        if remind_at(now, delay, before).is_none() {
            return Ok(0);
        }
        let Ok(ahead) = chrono::Duration::from_std(before) else { return Ok(0) };
        let mut reminded = 0;
        loop {
            // SQLite would rather walk all tickets of a status, every second, than the few that close soon: the case
            // hides the status from its planner.
            let of_status: Expr =
                Expr::case(ticket::Column::Status.eq(status.as_str()), true).finally(false).into();
            let due = Condition::all()
                .add(of_status)
                .add(ticket::Column::AutoCloseAt.gt(now))
                .add(ticket::Column::AutoCloseAt.lte(now + ahead))
                .add(ticket::Column::RemindedAt.is_null());
            let mut aside = 0;
            let before = reminded;
            for id in self.soonest(Timer::Remind, due).await? {
                match self.remind_once(id, status).await {
                    Ok(done) => reminded += usize::from(done),
                    Err(error) => {
                        self.set_aside(Timer::Remind, id, error).await?;
                        aside += 1;
                    }
                }
            }
            if reminded == before && aside == 0 {
                return Ok(reminded);
            }
        }
    }

    async fn remind_once(&self, id: TicketId, status: Status) -> Result<bool> {
        let mut work = Work::begin(self).await?;
        let found = work.ticket_of_id(&Actor::system(), id, Action::WorkTicket).await?;
        let still_due = found
            .filter(|(ticket, _)| ticket.row.reminded_at.is_none() && ticket.row.status == status.as_str());
        let Some((mut ticket, permit)) = still_due else { return Ok(false) };
        work.apply(&mut ticket, By::TIMER, &[TicketChange::Remind], Vec::new()).await?;
        forget(&work, Timer::Remind, id).await?;
        work.commit(permit, Vec::new()).await?;
        Ok(true)
    }
}
