//! Reminds customers before their ticket closes itself, once for each time that it waits to be closed.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::BATCH;
use crate::{
    actor::Actor,
    apply::closing_calendar,
    engine::Engine,
    error::Result,
    lifecycle::remind_at,
    model::{QueueSettings, Status, TicketChange, TicketId},
    policy::Action,
    rules::By,
    settings::QueueTerms,
    sla::{Delay, delayed},
    store::{
        Work,
        entity::ticket,
        queues, tickets,
        timers::{self, Timer, Waiting},
    },
};

/// Tickets for which the same waits hold.
struct Group {
    /// In this queue, or in none of `others`.
    queue: Option<Uuid>,
    others: Vec<Uuid>,
    terms: QueueTerms,
}

impl Engine {
    /// Reminds of every ticket that is about to close, and says how many. One that cannot be done is set aside.
    pub(super) async fn remind_due(&self) -> Result<usize> {
        let mut reminded = 0;
        for group in self.groups().await? {
            let Some(until) = self.horizon(&group).await? else { continue };
            for status in [Status::Resolved, Status::Pending] {
                if self.reminds_after(group.terms.delays.of(status), group.terms.remind_before) {
                    reminded += self.remind_of(&group, status, until).await?;
                }
            }
        }
        Ok(reminded)
    }

    /// The queues with waits of their own, and all others.
    async fn groups(&self) -> Result<Vec<Group>> {
        let settings = self.settings();
        let usual = settings.of_queue(&QueueSettings::default());
        let own = queues::with_settings(self.database().ro()).await?.into_iter();
        let own = own.map(|(id, own)| (id, settings.of_queue(&own)));
        let waits = |terms: &QueueTerms| (terms.delays, terms.remind_before);
        let own: Vec<_> = own.filter(|(_, terms)| waits(terms) != waits(&usual)).collect();
        let others = own.iter().map(|(id, _)| *id).collect();
        let mut groups = vec![Group { queue: None, others, terms: usual }];
        groups.extend(own.into_iter().map(|(id, terms)| Group {
            queue: Some(id),
            others: Vec::new(),
            terms,
        }));
        Ok(groups)
    }

    /// Until when a ticket must close to be reminded of now.
    async fn horizon(&self, group: &Group) -> Result<Option<DateTime<Utc>>> {
        match (group.terms.remind_before, group.queue) {
            (Delay::Time(ahead), _) => Ok(delayed(self.now(), ahead)),
            (days @ Delay::BusinessDays(_), Some(queue)) => {
                let work = Work::begin(self).await?;
                Ok(days.end(self.now(), &closing_calendar(&work, queue).await?))
            }
            (Delay::BusinessDays(_), None) => Ok(None),
        }
    }

    /// Whether the delay is long enough for a reminder; of business days each ticket tells for itself.
    fn reminds_after(&self, delay: Option<Delay>, before: Delay) -> bool {
        match (delay, before) {
            (Some(Delay::Time(time)), Delay::Time(before)) => remind_at(self.now(), time, before).is_some(),
            (Some(Delay::BusinessDays(_)), Delay::Time(before)) => !before.is_zero(),
            (Some(_), Delay::BusinessDays(_)) => true,
            (None, _) => false,
        }
    }

    async fn remind_of(&self, group: &Group, status: Status, until: DateTime<Utc>) -> Result<usize> {
        let waiting = Waiting { status, until, queue: group.queue, others: &group.others };
        let mut reminded = 0;
        loop {
            let mut aside = 0;
            let before = reminded;
            for id in timers::to_remind(self.database().ro(), &waiting, self.now(), BATCH).await? {
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
        if is_too_short(&work, &ticket.row, status).await? {
            tickets::mark_reminded(&work, id).await?;
            work.commit(permit, Vec::new()).await?;
            return Ok(true);
        }
        work.apply(&mut ticket, By::TIMER, &[TicketChange::Remind], Vec::new()).await?;
        timers::forget_fault(&work, Timer::Remind, id).await?;
        work.commit(permit, Vec::new()).await?;
        Ok(true)
    }
}

/// Whether the wait of a ticket turned out too short for a reminder.
async fn is_too_short(work: &Work<'_>, row: &ticket::Model, status: Status) -> Result<bool> {
    let terms = queues::terms(work.tx(), work.engine().settings(), row.queue_id).await?;
    let Some(closes) = row.auto_close_at else { return Ok(false) };
    let from = row.closes_from.or_else(|| match terms.delays.of(status) {
        Some(Delay::Time(time)) => closes.checked_sub_signed(chrono::Duration::from_std(time).ok()?),
        _ => None,
    });
    let Some(from) = from else { return Ok(false) };
    match terms.remind_before {
        // How long a ticket with a plain delay waits was asked for its whole group.
        Delay::Time(_) if row.closes_from.is_none() => Ok(false),
        Delay::Time(before) => {
            let wait = (closes - from).to_std().unwrap_or_default();
            Ok(remind_at(closes, wait, before).is_none())
        }
        days @ Delay::BusinessDays(_) => {
            let calendar = closing_calendar(work, row.queue_id).await?;
            Ok(days.end(from, &calendar).is_none_or(|earliest| earliest >= closes))
        }
    }
}
