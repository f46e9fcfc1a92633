//! Sets a ticket aside that a timer can do nothing with, so that the others go on: it is tried again when it changes, and
//! otherwise at growing intervals. The staff see it on the ticket, the operator once in the log and in the metrics.

use std::time::Duration;

use crate::{
    engine::Engine,
    error::{Causes, Error, Result},
    model::{Cause, EventChange, EventKind, FromTo, TicketId},
    policy,
    store::{
        NewEvent, Work,
        entity::timer_fault,
        tickets,
        timers::{self, Timer},
    },
};

/// How long a ticket is left alone: a minute, doubled each time, at most an hour.
fn pause(attempts: i32) -> Duration {
    let doublings = u32::try_from(attempts.clamp(1, 7) - 1).unwrap_or(0);
    Duration::from_mins(1 << doublings).min(Duration::from_hours(1))
}

impl Engine {
    /// Sets a ticket aside because of `error`.
    ///
    /// # Errors
    /// `error` itself, when the database is away; internal, when this cannot be recorded. Then no ticket is to blame.
    pub(super) async fn set_aside(&self, timer: Timer, id: TicketId, error: Error) -> Result<()> {
        if error.is_outage() {
            return Err(error);
        }
        let work = Work::begin(self).await?;
        let Some(version) = tickets::version(work.tx(), id).await? else { return Ok(()) };
        let known = timers::fault(&work, timer, id, version).await?;
        let same = known.filter(|known| known.version == version);
        let attempts = same.as_ref().map_or(0, |known| known.attempts) + 1;
        // A fault of the database may pass by itself; it is shown when it comes again.
        let shown = same.as_ref().is_some_and(|known| known.shown);
        let show = !shown && (error.database().is_none() || attempts > 1);
        let fault = timer_fault::Model {
            ticket_id: id.into(),
            timer: timer.as_str().to_owned(),
            version,
            attempts,
            next_at: work.now() + pause(attempts),
            shown: shown || show,
        };
        timers::set_aside(&work, fault).await?;
        let event = show.then(|| event(timer, id));
        let number = if attempts == 1 { tickets::number(work.tx(), id).await? } else { None };
        work.commit(policy::housekeeping(), event.into_iter().collect()).await?;
        if attempts == 1 {
            let timer = timer.as_str();
            tracing::warn!(
                ticket = number,
                timer,
                error = %Causes(&error),
                "a timer can do nothing with this ticket; it is set aside, the others go on"
            );
        }
        Ok(())
    }

    /// Forgets what was set aside and has changed since.
    pub(super) async fn forget_faults(&self) -> Result<()> {
        // Reading first keeps an idle server from taking the write lock over and over.
        if !timers::has_changed_faults(self.database().ro()).await? {
            return Ok(());
        }
        let work = Work::begin(self).await?;
        timers::forget_changed_faults(&work).await?;
        work.commit(policy::housekeeping(), Vec::new()).await
    }
}

/// What the staff see on the ticket.
fn event(timer: Timer, ticket: TicketId) -> NewEvent {
    NewEvent {
        kind: EventKind::Changed,
        ticket,
        actor: None,
        cause: Cause::Timer,
        comment: None,
        changes: vec![EventChange::Timer(FromTo::now(timer.as_str().to_owned()))],
        internal: true,
    }
}
