//! Which statuses somebody may set now, asked of the same rules that the commands obey.

use chrono::{DateTime, Utc};

use crate::{
    actor::Actor,
    engine::Engine,
    error::Result,
    lifecycle::Step,
    model::{Status, Ticket},
    sla::{Delay, delayed},
    store::{agreements, queues},
};

/// A status that may be set, and what follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct StatusChoice {
    /// The status.
    pub status: Status,
    /// When the ticket then closes itself, if nobody writes; `None`: it does not.
    pub auto_close_at: Option<DateTime<Utc>>,
}

impl Engine {
    /// The statuses that the actor may set on a ticket they see, each with the time at which the ticket would close itself
    /// if it were set now.
    ///
    /// # Errors
    /// Internal alone.
    pub async fn status_choices(&self, actor: &Actor, ticket: &Ticket) -> Result<Vec<StatusChoice>> {
        let mut choices = Vec::new();
        let (db, settings, now) = (self.database().ro(), self.settings(), self.now());
        let delays = queues::terms(db, settings, ticket.queue.0).await?.delays;
        for status in self.allowed_statuses(actor, ticket) {
            let auto_close_at = match delays.of(status) {
                None => None,
                Some(Delay::Time(time)) => delayed(now, time),
                Some(days @ Delay::BusinessDays(_)) => {
                    let calendar =
                        agreements::closing_calendar_now(db, ticket.queue.0, &settings.brand.time_zone);
                    days.end(now, &calendar.await?)
                }
            };
            choices.push(StatusChoice { status, auto_close_at });
        }
        Ok(choices)
    }

    /// The statuses in which the actor may open a ticket, in the order of the lifecycle.
    #[must_use]
    pub fn opening_statuses(&self, actor: &Actor) -> Vec<Status> {
        let Some(by_staff) = writes_as_staff(actor) else { return Vec::new() };
        Status::ALL.iter().copied().filter(|picked| Status::opened(*picked, by_staff).is_ok()).collect()
    }

    /// The statuses that the actor may set on a ticket they see, in the order of the lifecycle; the current one is
    /// among them where setting it anew means something.
    #[must_use]
    pub fn allowed_statuses(&self, actor: &Actor, ticket: &Ticket) -> Vec<Status> {
        let Some(by_staff) = writes_as_staff(actor) else { return Vec::new() };
        let step = |picked| if by_staff { Step::StaffPicks(picked) } else { Step::CustomerPicks(picked) };
        Status::ALL.iter().copied().filter(|picked| ticket.status.after(step(*picked)).is_ok()).collect()
    }
}

/// Whether the actor writes as one of the staff; `None`: they write nothing.
fn writes_as_staff(actor: &Actor) -> Option<bool> {
    match actor.user() {
        Some(viewer) => viewer.scopes.write.then(|| viewer.role.is_staff()),
        None => actor.is_internal().then_some(true),
    }
}
