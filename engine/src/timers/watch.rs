//! Tells of agreed times that are about to pass or have passed: an event in the journal and letters to who can do something
//! about it, once for each, however many nodes there are and however long none of them ran.

use super::BATCH;
use crate::{
    apply::{
        clocks::{counted, marked},
        workers,
    },
    engine::Engine,
    error::Result,
    model::{Cause, EventChange, EventKind, FromTo, Notice, TicketId},
    outbox::{Owed, owe},
    policy,
    recipients::{Passing, for_clock},
    sla::{Clock, ClockKind, Reading},
    store::{
        NewEvent, Work, clocks,
        entity::{ticket, ticket_clock},
        tickets,
        timers::{self, Timer},
    },
};

impl Engine {
    /// Tells of every clock of which there is something to tell, and says how many tickets that were. One that cannot be done
    /// is set aside.
    pub(super) async fn watch_due(&self) -> Result<usize> {
        let mut told = 0;
        loop {
            let found = clocks::to_tell(self.database().ro(), self.now(), BATCH).await?;
            let (mut faults, before) = (0, told);
            for id in found {
                match self.tell_of_clocks(id).await {
                    Ok(done) => told += usize::from(done),
                    Err(error) => {
                        self.set_aside(Timer::Watch, id, error).await?;
                        faults += 1;
                    }
                }
            }
            if told == before && faults == 0 {
                return Ok(told);
            }
        }
    }

    async fn tell_of_clocks(&self, id: TicketId) -> Result<bool> {
        let work = Work::begin(self).await?;
        let Some(row) = tickets::lock_id(work.tx(), id).await? else { return Ok(false) };
        let history = clocks::history(work.tx(), &row).await?;
        let (mut events, mut told) = (Vec::new(), false);
        for clock in clocks::of(work.tx(), &[row.id]).await? {
            if clock.next_at.is_none_or(|at| at > work.now()) {
                continue;
            }
            let reading = counted(&work, &clock, &history).await?;
            let before = clock.next_at;
            let (clock, passed) = passed(&work, clock, &reading);
            let kind = clocks::kind_of(&clock)?;
            for passing in &passed {
                events.push(event(id, kind, *passing, &reading));
            }
            if let Some(last) = passed.last().filter(|_| !matches!(reading.clock, Clock::Met(_))) {
                events.extend(tell(&work, &row, kind, *last, &reading).await?);
            }
            let clock = marked(clock, &reading, false, work.now());
            told |= clock.next_at != before;
            clocks::write(work.tx(), clock).await?;
        }
        timers::forget_fault(&work, Timer::Watch, id).await?;
        work.commit(policy::housekeeping(), events).await?;
        Ok(told)
    }
}

/// Marks what has passed and was not told, and says what that is.
fn passed(
    work: &Work<'_>,
    mut clock: ticket_clock::Model,
    reading: &Reading,
) -> (ticket_clock::Model, Vec<Passing>) {
    let mut passed = Vec::new();
    if clock.warned_at.is_none() && reading.warning_at().is_some_and(|at| at <= work.now()) {
        clock.warned_at = Some(work.now());
        passed.push(Passing::Warning);
    }
    if clock.breached_at.is_none() && reading.used_up_at.is_some_and(|at| at < work.now()) {
        clock.breached_at = Some(work.now());
        passed.push(Passing::Breach);
    }
    (clock, passed)
}

const fn change(kind: ClockKind, reading: &Reading) -> EventChange {
    let due = FromTo { from: None, to: reading.used_up_at };
    match kind {
        ClockKind::Response => EventChange::Response(due),
        ClockKind::Restoration => EventChange::Restoration(due),
    }
}

fn event(ticket: TicketId, kind: ClockKind, passing: Passing, reading: &Reading) -> NewEvent {
    NewEvent {
        kind: match passing {
            Passing::Warning => EventKind::SlaWarning,
            Passing::Breach => EventKind::SlaBreached,
        },
        ticket,
        actor: None,
        cause: Cause::Timer,
        comment: None,
        changes: vec![change(kind, reading)],
        internal: true,
    }
}

/// Enqueues the letters: to the assignee, or to those who work the queue.
async fn tell(
    work: &Work<'_>,
    row: &ticket::Model,
    kind: ClockKind,
    passing: Passing,
    reading: &Reading,
) -> Result<Vec<NewEvent>> {
    let members = match row.assignee_id {
        Some(_) => Vec::new(),
        None => workers(work, row.queue_id.into()).await?,
    };
    let customer = row.customer_id.into();
    let mut events = Vec::new();
    for (recipient, kind_of_letter) in for_clock(passing, row.assignee_id.map(Into::into), &members, customer)
    {
        let owed = Owed {
            kind: kind_of_letter,
            recipient,
            ticket: Some(row.id.into()),
            comment: None,
            changes: vec![change(kind, reading).into()],
            by_hand: false,
            notice: Some(Notice::Overdue),
        };
        events.extend(owe(work, owed).await?);
    }
    Ok(events)
}
