//! Keeps the clocks of a ticket in step with what happens to it: by which terms they are counted, when it is due, when there
//! is something to tell next. Called where a ticket is written, and for tickets whose agreement or calendar has changed.
//!
//! A clock that has ended keeps the terms by which it was counted; one that runs or is paused follows what holds now.

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    error::{Error, Result},
    model::Priority,
    sla::{BusinessTime, Clock, ClockKind, History, Reading, Terms, counted_by, read},
    store::{
        Work,
        agreements::{self, InForce, business_time},
        clocks,
        entity::{ticket, ticket_clock},
        rows,
    },
};

/// The next moment after a time, as far as databases tell them apart: an agreed time passes after its last moment.
const MOMENT: TimeDelta = TimeDelta::microseconds(1);

/// Brings the clocks of a ticket that is about to be written up to date. `before`: what it was; `None`: it is new.
pub(crate) async fn settle(
    work: &Work<'_>,
    before: Option<&ticket::Model>,
    row: &mut ticket::Model,
) -> Result<()> {
    if work.is_quiet() || before.is_some_and(|before| !moves_a_clock(before, row)) {
        return Ok(());
    }
    let mut history = match before {
        Some(before) => clocks::history(work.tx(), before).await?,
        None => History { opened: row.created_at, statuses: Vec::new(), answered: None },
    };
    history.answered = row.first_answer_at;
    if before.is_none_or(|before| before.status != row.status) {
        history.statuses.push((work.now(), rows::status(row)?));
    }
    // A new ticket has none yet.
    let known = if before.is_some() { clocks::of(work.tx(), &[row.id]).await? } else { Vec::new() };
    wind_known(work, row, &history, (&known, before.is_none())).await
}

fn moves_a_clock(before: &ticket::Model, row: &ticket::Model) -> bool {
    before.status != row.status
        || before.priority != row.priority
        || before.queue_id != row.queue_id
        || before.organisation_id != row.organisation_id
        || before.first_answer_at != row.first_answer_at
}

/// Counts the clocks of a ticket anew by what holds now.
pub(crate) async fn wind(work: &Work<'_>, row: &mut ticket::Model, history: &History) -> Result<()> {
    let known = clocks::of(work.tx(), &[row.id]).await?;
    wind_known(work, row, history, (&known, false)).await
}

async fn wind_known(
    work: &Work<'_>,
    row: &mut ticket::Model,
    history: &History,
    (known, is_new): (&[ticket_clock::Model], bool),
) -> Result<()> {
    let priority: Priority = row.priority.parse().map_err(Error::internal)?;
    let holds = agreements::in_force(work.tx(), row.queue_id, row.organisation_id, priority).await?;
    // What an old mailbox held would be overdue for years: no agreed time runs for it, whatever becomes of it later.
    let begins = holds.is_some() && known.is_empty() && !is_new;
    let is_old = begins && clocks::is_of_old_mail(work.tx(), row).await?;
    let holds = holds.filter(|_| !is_old);
    row.due_at = None;
    row.escalates_at = None;
    row.warns_at = None;
    for kind in ClockKind::ALL {
        let known = known.iter().find(|clock| clock.kind == kind.as_str());
        let agreed = holds.as_ref().and_then(|holds| agreed(kind, row, known, holds));
        let Some(clock) = counted_by(kind, history, work.now(), (known.cloned(), agreed)) else {
            if known.is_some() {
                clocks::remove(work.tx(), row.id.into(), kind).await?;
            }
            continue;
        };
        let reading = counted(work, &clock, history).await?;
        note(row, &reading);
        let clock = marked(clock, &reading, known.is_none(), work.now());
        if known != Some(&clock) {
            clocks::write(work.tx(), clock).await?;
        }
    }
    Ok(())
}

/// A clock with the terms that hold for it; `None`: they say nothing of it.
fn agreed(
    kind: ClockKind,
    row: &ticket::Model,
    known: Option<&ticket_clock::Model>,
    holds: &InForce,
) -> Option<ticket_clock::Model> {
    Some(ticket_clock::Model {
        ticket_id: row.id,
        kind: kind.as_str().to_owned(),
        agreement_id: holds.agreement.id,
        calendar_id: holds.edition.calendar_id,
        edition: holds.edition.edition,
        target_minutes: holds.target?.minutes(kind)?,
        next_at: None,
        warned_at: known.and_then(|known| known.warned_at),
        breached_at: known.and_then(|known| known.breached_at),
    })
}

/// What a clock shows now.
pub(crate) async fn counted(
    work: &Work<'_>,
    clock: &ticket_clock::Model,
    history: &History,
) -> Result<Reading> {
    let edition = agreements::edition(work.tx(), (clock.calendar_id, clock.edition)).await?;
    let (calendar, percent) = (business_time(&edition)?, work.engine().settings().tickets.warn_percent);
    shown(clock, &calendar, history, percent, work.now())
}

/// What a clock shows at `now`, counted on its calendar.
pub(crate) fn shown(
    clock: &ticket_clock::Model,
    calendar: &BusinessTime,
    history: &History,
    warn_percent: u8,
    now: DateTime<Utc>,
) -> Result<Reading> {
    let terms = Terms { calendar, target_minutes: clock.target_minutes, warn_percent };
    Ok(read(clocks::kind_of(clock)?, terms, history, now))
}

/// Writes into the ticket what a clock means for it.
fn note(row: &mut ticket::Model, reading: &Reading) {
    let earlier = |one: Option<DateTime<Utc>>, other| one.into_iter().chain(other).min();
    row.due_at = earlier(row.due_at, reading.due_at);
    if !matches!(reading.clock, Clock::Met(_)) {
        row.escalates_at = earlier(row.escalates_at, reading.used_up_at);
        row.warns_at = earlier(row.warns_at, reading.warns_at);
    }
}

/// A clock with when there is something to tell of it next. What was told stays told, unless the terms have changed so that
/// it lies ahead again. Of a clock that had ended before it was agreed on, nothing is told.
pub(crate) fn marked(
    clock: ticket_clock::Model,
    reading: &Reading,
    new: bool,
    now: DateTime<Utc>,
) -> ticket_clock::Model {
    let over = new && matches!(reading.clock, Clock::Met(_));
    let passed = reading.used_up_at.and_then(|at| at.checked_add_signed(MOMENT));
    let told = |told: Option<DateTime<Utc>>, at: Option<DateTime<Utc>>| {
        if over { Some(now) } else { told.filter(|_| at.is_some_and(|at| at <= now)) }
    };
    let warned_at = told(clock.warned_at, reading.warns_at);
    let breached_at = told(clock.breached_at, passed);
    let warns = reading.warning_at().filter(|_| warned_at.is_none());
    let next_at = warns.into_iter().chain(passed.filter(|_| breached_at.is_none())).min();
    ticket_clock::Model { next_at, warned_at, breached_at, ..clock }
}
