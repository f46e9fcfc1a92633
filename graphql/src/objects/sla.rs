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

/// Why an interval was counted or not.
#[derive(Clone, Copy, Debug, Enum, Eq, PartialEq)]
#[graphql(remote = "engine::sla::Reason")]
pub(crate) enum SlaReason {
    /// Within business hours: counted.
    BusinessHours,
    /// Outside business hours.
    OutsideHours,
    /// On a holiday of the calendar.
    Holiday,
    /// The staff were waiting for the customer.
    Pending,
    /// The ticket was resolved or closed.
    Resolved,
}

/// A period of business hours.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct BusinessHours {
    /// The day.
    weekday: Weekday,
    /// When it starts, such as `08:00`.
    from: String,
    /// When it ends, such as `17:00`; `24:00` is the end of the day.
    to: String,
}

/// A day without business hours.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct Holiday {
    /// The day, such as `2026-12-25`.
    date: String,
    /// Its name.
    name: String,
}

impl From<sla::Day> for Holiday {
    fn from(day: sla::Day) -> Self {
        Self { date: day.date.to_string(), name: day.name }
    }
}

/// Business hours in a time zone, except on holidays.
#[derive(Clone, Debug)]
pub(crate) struct Calendar(pub(crate) engine::Calendar);

/// How many years of public holidays a calendar shows, this one included.
const YEARS: i32 = 3;

/// Business hours in a time zone, except on holidays.
#[Object]
impl Calendar {
    /// Opaque; unique across all types.
    pub(crate) async fn id(&self) -> ID {
        ids::id(self.0.id)
    }

    /// Its unique name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// IANA name of the time zone of the hours, such as `Europe/Berlin`.
    async fn time_zone(&self) -> &str {
        &self.0.time_zone
    }

    /// The business hours, starting with Monday; a day can have several periods.
    #[graphql(complexity = "limits::all(child_complexity)")]
    async fn hours(&self) -> Vec<BusinessHours> {
        let span = |hours: &sla::Hours| BusinessHours {
            weekday: hours.weekday.into(),
            from: hours.from.clone(),
            to: hours.to.clone(),
        };
        self.0.hours.iter().map(span).collect()
    }

    /// The days without business hours, in order: those that were entered, and the public holidays of the region in this
    /// year and the next two. Public holidays of other years apply as well.
    #[graphql(complexity = "limits::all(child_complexity)")]
    async fn holidays(&self, ctx: &Context<'_>) -> Result<Vec<Holiday>, Failure> {
        let year = caller::engine(ctx)?.clock().now().year();
        let days = engine::holidays_of(&self.0, year..=year + YEARS - 1)?;
        Ok(days.into_iter().map(Holiday::from).collect())
    }

    /// Of these, the days that were entered or imported, of all years.
    #[graphql(complexity = "limits::all(child_complexity)")]
    async fn own_holidays(&self) -> Vec<Holiday> {
        self.0.holidays.iter().cloned().map(Holiday::from).collect()
    }

    /// The country or region whose public holidays have no business hours, such as `DE-BY`.
    async fn holiday_region(&self) -> Option<&str> {
        self.0.holiday_region.as_deref()
    }
}

/// The agreed times of a priority, in business minutes.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct Target {
    /// The priority.
    priority: TicketPriority,
    /// Until the first public answer of the staff; null for no agreed time.
    response_minutes: Option<i32>,
    /// Until the ticket is resolved or closed; null for no agreed time.
    restoration_minutes: Option<i32>,
}

/// Agreed times for each priority, counted in the business hours of a calendar.
#[derive(Clone, Debug)]
pub(crate) struct Agreement(pub(crate) engine::Agreement);

/// Agreed times for each priority, counted in the business hours of a calendar.
#[Object]
impl Agreement {
    /// Opaque; unique across all types.
    pub(crate) async fn id(&self) -> ID {
        ids::id(self.0.id)
    }

    /// Its unique name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The calendar whose business hours are counted.
    async fn calendar(&self, ctx: &Context<'_>) -> Result<Calendar, Failure> {
        let calendar = loaders::calendar(ctx, self.0.calendar).await?;
        calendar.ok_or_else(|| Failure::internal(&"an agreement lacks its calendar"))
    }

    /// The agreed times, most urgent priority first; priorities without agreed times are omitted.
    async fn targets(&self) -> Vec<Target> {
        let target = |target: &engine::Target| Target {
            priority: target.priority.into(),
            response_minutes: target.response_minutes,
            restoration_minutes: target.restoration_minutes,
        };
        self.0.targets.iter().map(target).collect()
    }
}

/// An interval that was counted or not, for one reason.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct SlaInterval {
    /// When it starts.
    from: DateTime,
    /// When it ends, which is when the next one starts.
    to: DateTime,
    /// Whether it was counted.
    counted: bool,
    /// Why it was counted or not.
    reason: SlaReason,
}

/// An agreed time of a ticket and how much of it is used, in business minutes.
#[derive(Clone, Debug)]
pub(crate) struct SlaClock(pub(crate) engine::ClockFace);

/// An agreed time of a ticket and how much of it is used, in business minutes.
#[Object]
impl SlaClock {
    /// The agreed minutes.
    async fn target_minutes(&self) -> i32 {
        self.0.reading.target_minutes
    }

    /// How many minutes are used.
    async fn elapsed_minutes(&self) -> i32 {
        self.0.reading.elapsed_minutes()
    }

    /// How many minutes are left; negative after a breach.
    async fn remaining_minutes(&self) -> i32 {
        self.0.reading.remaining_minutes()
    }

    /// When the agreed time passes or passed; null while the clock is paused or met.
    async fn due_at(&self) -> Option<DateTime> {
        self.0.reading.due_at.map(DateTime)
    }

    /// When the staff are or were warned; null while this is unknown.
    async fn warns_at(&self) -> Option<DateTime> {
        self.0.reading.warns_at.map(DateTime)
    }

    /// Whether it is paused: while the staff wait for the customer, and the response clock of a ticket that was resolved
    /// without an answer.
    async fn paused(&self) -> bool {
        self.0.reading.clock == Clock::Paused
    }

    /// When it ended: with the first public answer, or when the ticket was resolved or closed. Reopening a ticket resumes
    /// its restoration clock.
    async fn met_at(&self) -> Option<DateTime> {
        match self.0.reading.clock {
            Clock::Met(at) => Some(DateTime(at)),
            Clock::Running | Clock::Paused => None,
        }
    }

    /// Whether enough of the agreed time is used to warn the staff, or all of it; false once the clock is met.
    async fn at_risk(&self) -> bool {
        self.0.reading.at_risk
    }

    /// Whether more than the agreed time was used.
    async fn breached(&self) -> bool {
        self.0.reading.breached()
    }

    /// The whole time from opening until now or the end, without gaps.
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

    /// The agreement.
    async fn agreement(&self, ctx: &Context<'_>) -> Result<Option<Agreement>, Failure> {
        loaders::agreement(ctx, self.0.agreement).await
    }
}
