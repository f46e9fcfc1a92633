//! Reminds customers before their ticket closes itself, once for each time that it waits to be closed.

use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ColumnTrait, Condition,
    sea_query::Expr,
};

use super::fault::{Timer, forget};
use crate::{
    actor::Actor,
    engine::Engine,
    error::Result,
    lifecycle::remind_at,
    model::{Status, TicketChange, TicketId},
    policy::Action,
    rules::By,
    sla::Delay,
    store::{Work, entity::ticket},
};

impl Engine {
    /// Reminds of every ticket that is about to close, and says how many. One that cannot be done is set aside.
    pub(super) async fn remind_due(&self) -> Result<usize> {
        let delays = self.delays();
        let mut reminded = 0;
        for status in [Status::Resolved, Status::Pending] {
            if self.reminds_after(delays.of(status)) {
                reminded += self.remind_of(status).await?;
            }
        }
        Ok(reminded)
    }

    /// Whether the delay is long enough for a reminder; of business days each ticket tells for itself.
    fn reminds_after(&self, delay: Option<Delay>) -> bool {
        match delay {
            Some(Delay::Time(time)) => remind_at(self.now(), time, self.settings().remind_before).is_some(),
            Some(Delay::BusinessDays(_)) => !self.settings().remind_before.is_zero(),
            None => false,
        }
    }

    async fn remind_of(&self, status: Status) -> Result<usize> {
        let before = self.settings().remind_before;
        let now = self.now();
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
        if is_too_short(&ticket.row, self.settings().remind_before) {
            let mark = ticket::ActiveModel {
                id: Unchanged(ticket.row.id),
                reminded_at: Set(Some(work.now())),
                ..Default::default()
            };
            mark.update(work.tx()).await?;
            work.commit(permit, Vec::new()).await?;
            return Ok(true);
        }
        work.apply(&mut ticket, By::TIMER, &[TicketChange::Remind], Vec::new()).await?;
        forget(&work, Timer::Remind, id).await?;
        work.commit(permit, Vec::new()).await?;
        Ok(true)
    }
}

/// Whether the business days of a ticket turned out too short for a reminder.
fn is_too_short(row: &ticket::Model, before: std::time::Duration) -> bool {
    let Some((from, closes)) = row.closes_from.zip(row.auto_close_at) else { return false };
    let wait = (closes - from).to_std().unwrap_or_default();
    remind_at(closes, wait, before).is_none()
}
