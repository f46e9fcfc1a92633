//! Agreed times: calendars, agreements, and the clocks of a ticket.

use async_graphql::{Context, Enum, ID, Object, SimpleObject};
use chrono::Datelike;
use engine::sla::{self, Clock};

use crate::{caller, error::Failure, ids, limits, loaders, objects::TicketPriority, scalars::DateTime};

/// A day of the week.
#[derive(Clone, Copy, Debug, Enum, Eq, PartialEq)]
#[graphql(remote = "engine::sla::Weekday")]
pub(crate) enum Weekday {
    /// Monday.
    Monday,
    /// Tuesday.
    Tuesday,
    /// Wednesday.
    Wednesday,
    /// Thursday.
    Thursday,
    /// Friday.
    Friday,
    /// Saturday.
    Saturday,
    /// Sunday.
    Sunday,
}

/// Why a stretch of time counted or did not.
#[derive(Clone, Copy, Debug, Enum, Eq, PartialEq)]
#[graphql(remote = "engine::sla::Reason")]
pub(crate) enum SlaReason {
    /// Within business hours: the one reason to count.
    BusinessHours,
    /// Outside of business hours.
    OutsideHours,
    /// On a holiday of the calendar.
    Holiday,
    /// The staff waited for the customer.
    Pending,
    /// The ticket was resolved or closed.
    Resolved,
}

/// A span of business hours.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct BusinessHours {
    /// The day.
    weekday: Weekday,
    /// When it begins, such as `08:00`.
    from: String,
    /// When it ends, such as `17:00`; `24:00` is the end of the day.
    to: String,
}

/// A day on which nothing counts.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct Holiday {
    /// The day, such as `2026-12-25`.
    date: String,
    /// What it is called.
    name: String,
}

impl From<sla::Day> for Holiday {
    fn from(day: sla::Day) -> Self {
        Self { date: day.date.to_string(), name: day.name }
    }
}

/// Business hours on the wall clock of a time zone, less the holidays.
#[derive(Clone, Debug)]
pub(crate) struct Calendar(pub(crate) engine::Calendar);

/// How many years of public holidays a calendar shows, this one included.
const YEARS: i32 = 3;

/// Business hours on the wall clock of a time zone, less the holidays.
#[Object]
impl Calendar {
    /// Opaque, and unique over all types.
    pub(crate) async fn id(&self) -> ID {
        ids::id(self.0.id)
    }

    /// Its name, unique.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// IANA name of the zone on whose wall clocks the hours are read, such as `Europe/Berlin`.
    async fn time_zone(&self) -> &str {
        &self.0.time_zone
    }

    /// The business hours, Monday first; several a day if wanted.
    #[graphql(complexity = "limits::all(child_complexity)")]
    async fn hours(&self) -> Vec<BusinessHours> {
        let span = |hours: &sla::Hours| BusinessHours {
            weekday: hours.weekday.into(),
            from: hours.from.clone(),
            to: hours.to.clone(),
        };
        self.0.hours.iter().map(span).collect()
    }

    /// The days on which nothing counts, in order: those that were entered, and the public holidays of the region in this
    /// year and the next two. Public holidays of other years count as well.
    #[graphql(complexity = "limits::all(child_complexity)")]
    async fn holidays(&self, ctx: &Context<'_>) -> Result<Vec<Holiday>, Failure> {
        let year = caller::engine(ctx)?.clock().now().year();
        let days = engine::holidays_of(&self.0, year..=year + YEARS - 1)?;
        Ok(days.into_iter().map(Holiday::from).collect())
    }

    /// Of these, the days that were entered or imported: all of them, of whatever year.
    #[graphql(complexity = "limits::all(child_complexity)")]
    async fn own_holidays(&self) -> Vec<Holiday> {
        self.0.holidays.iter().cloned().map(Holiday::from).collect()
    }

    /// The country or part of it whose public holidays do not count, such as `DE-BY`.
    async fn holiday_region(&self) -> Option<&str> {
        self.0.holiday_region.as_deref()
    }
}

/// The agreed times of a priority, in minutes of business time.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct Target {
    /// Which priority.
    priority: TicketPriority,
    /// Until the first public answer of the staff; null: nothing was agreed.
    response_minutes: Option<i32>,
    /// Until the ticket is resolved or closed; null: nothing was agreed.
    restoration_minutes: Option<i32>,
}

/// Agreed times for each priority, counted on a calendar.
#[derive(Clone, Debug)]
pub(crate) struct Agreement(pub(crate) engine::Agreement);

/// Agreed times for each priority, counted on a calendar.
#[Object]
impl Agreement {
    /// Opaque, and unique over all types.
    pub(crate) async fn id(&self) -> ID {
        ids::id(self.0.id)
    }

    /// Its name, unique.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The calendar on which its minutes are counted.
    async fn calendar(&self, ctx: &Context<'_>) -> Result<Calendar, Failure> {
        let calendar = loaders::calendar(ctx, self.0.calendar).await?;
        calendar.ok_or_else(|| Failure::internal(&"an agreement lacks its calendar"))
    }

    /// The agreed times, the most urgent priority first; a priority without any is left out.
    async fn targets(&self) -> Vec<Target> {
        let target = |target: &engine::Target| Target {
            priority: target.priority.into(),
            response_minutes: target.response_minutes,
            restoration_minutes: target.restoration_minutes,
        };
        self.0.targets.iter().map(target).collect()
    }
}

/// A stretch of time that counted or did not, for one reason.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct SlaInterval {
    /// Where it begins.
    from: DateTime,
    /// Where it ends, which is where the next one begins.
    to: DateTime,
    /// Whether it was counted.
    counted: bool,
    /// Why it was counted or not.
    reason: SlaReason,
}

/// One agreed time of a ticket, and how much of it is used; in minutes of business time.
#[derive(Clone, Debug)]
pub(crate) struct SlaClock(pub(crate) engine::ClockFace);

/// One agreed time of a ticket, and how much of it is used; in minutes of business time.
#[Object]
impl SlaClock {
    /// What was agreed.
    async fn target_minutes(&self) -> i32 {
        self.0.reading.target_minutes
    }

    /// How many of these minutes are used.
    async fn elapsed_minutes(&self) -> i32 {
        self.0.reading.elapsed_minutes()
    }

    /// How many are left; negative after a breach.
    async fn remaining_minutes(&self) -> i32 {
        self.0.reading.remaining_minutes()
    }

    /// When the agreed time will have passed, or has; null while the clock is paused or met.
    async fn due_at(&self) -> Option<DateTime> {
        self.0.reading.due_at.map(DateTime)
    }

    /// When the staff are warned, or were; null while nobody can tell.
    async fn warns_at(&self) -> Option<DateTime> {
        self.0.reading.warns_at.map(DateTime)
    }

    /// Whether it stands still: while the staff wait for the customer, and the response clock of a ticket that was resolved
    /// without an answer.
    async fn paused(&self) -> bool {
        self.0.reading.clock == Clock::Paused
    }

    /// When it ended: with the first public answer, or when the ticket was resolved or closed. A ticket that is opened again
    /// goes on with the restoration clock.
    async fn met_at(&self) -> Option<DateTime> {
        match self.0.reading.clock {
            Clock::Met(at) => Some(DateTime(at)),
            Clock::Running | Clock::Paused => None,
        }
    }

    /// Whether so much of the agreed time is used that the staff are warned, or all of it; false once the clock is met.
    async fn at_risk(&self) -> bool {
        self.0.reading.at_risk
    }

    /// Whether more than the agreed time was used.
    async fn breached(&self) -> bool {
        self.0.reading.breached()
    }

    /// Why: the whole time from the opening until now or the end, without gaps.
    #[graphql(complexity = "limits::all(child_complexity)")]
    async fn intervals(&self) -> Vec<SlaInterval> {
        let interval = |interval: &sla::Interval| SlaInterval {
            from: interval.from.into(),
            to: interval.to.into(),
            counted: interval.reason.counts(),
            reason: interval.reason.into(),
        };
        self.0.reading.intervals.iter().map(interval).collect()
    }

    /// The agreement by which it is counted.
    async fn agreement(&self, ctx: &Context<'_>) -> Result<Option<Agreement>, Failure> {
        loaders::agreement(ctx, self.0.agreement).await
    }
}
