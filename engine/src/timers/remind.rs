//! Reminds customers before their ticket closes itself, once for each time that it waits to be closed.

use std::time::Duration;

use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ColumnTrait, Condition,
    sea_query::Expr,
};

use super::fault::{Timer, forget};
use crate::{
    engine::Engine,
    error::Result,
    lifecycle::remind_at,
    model::{LetterKind, Status, TicketId},
    outbox::{Owed, owe},
    policy,
    store::{Work, entity::ticket, tickets},
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
        let work = Work::begin(self).await?;
        let row = tickets::lock_id(work.tx(), id).await?;
        let row = row.filter(|row| row.reminded_at.is_none() && row.status == status.as_str());
        let Some(row) = row else { return Ok(false) };
        let mark = ticket::ActiveModel {
            id: Unchanged(row.id),
            reminded_at: Set(Some(work.now())),
            ..Default::default()
        };
        mark.update(work.tx()).await?;
        let owed = Owed {
            kind: LetterKind::Reminder,
            recipient: row.customer_id.into(),
            ticket: Some(id),
            comment: None,
            changes: Vec::new(),
            by_hand: false,
        };
        let events = owe(&work, owed).await?;
        forget(&work, Timer::Remind, id).await?;
        work.commit(policy::housekeeping(), events).await?;
        Ok(true)
    }
}
