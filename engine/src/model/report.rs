//! What a report tells of the tickets of some days.

use chrono::{DateTime, NaiveDate, Utc};

use super::{OrganisationId, Priority, QueueId, Status, UserId};
use crate::sla::{ClockKind, Weekday};

/// Which tickets a report counts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReportFilter {
    /// The first day, on the calendar of the reader's time zone; without it, the last [`Self::days`] days.
    pub from: Option<NaiveDate>,
    /// The last day; without it, today.
    pub to: Option<NaiveDate>,
    /// How many days up to `to`, if `from` is not given; without it, 30.
    pub days: Option<u16>,
    /// Tickets of this queue alone.
    pub queue: Option<QueueId>,
    /// Tickets of this organisation alone.
    pub organisation: Option<OrganisationId>,
    /// Tickets that are assigned to this agent now.
    pub agent: Option<UserId>,
}

/// The tickets that were opened within some days, and how they fared until now.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Report {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// The time zone of the days and hours.
    pub time_zone: String,
    /// When it was counted.
    pub at: DateTime<Utc>,
    /// What was opened within the days.
    pub total: ReportFigures,
    /// How many were closed within the days, whenever they were opened.
    pub closed: u64,
    /// Of those that were finished, how many were reopened.
    pub reopened: u64,
    /// How many stand now in each status but CLOSED, whenever they were opened.
    pub standing: Vec<(Status, u64)>,
    /// The tickets that are new, open or pending now, by age: up to so many days (`None`: older), how many.
    pub ages: Vec<(Option<u16>, u64)>,
    /// Each day with what was opened and closed.
    pub days: Vec<ReportDay>,
    /// How many were opened on a weekday at an hour; what has none is left out.
    pub hours: Vec<ReportHour>,
    /// How agreements were kept, by clock and priority.
    pub agreements: Vec<ReportAgreement>,
    /// By queue.
    pub queues: Vec<ReportGroup>,
    /// By organisation of the customer.
    pub organisations: Vec<ReportGroup>,
    /// By agent who is responsible now, in the order of names; agents find themselves alone.
    pub agents: Vec<ReportGroup>,
    /// By tag; a ticket counts with each of its tags.
    pub tags: Vec<ReportGroup>,
}

/// How many tickets were opened, and how they fared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReportFigures {
    /// How many were opened.
    pub created: u64,
    /// How many of these were resolved or closed at least once.
    pub finished: u64,
    /// How long they waited for the first answer.
    pub first_answer: ReportTimes,
    /// How long they took until they were resolved, without the time in which the customer was asked.
    pub resolution: ReportTimes,
    /// How many clocks ended within the agreed time.
    pub met: u64,
    /// How many clocks used more than the agreed time.
    pub breached: u64,
    /// How often customers rated these tickets.
    pub rated: u64,
    /// How many of these ratings are good.
    pub satisfied: u64,
}

/// How long something took: minutes on the calendar of the agreement, and where there is none, elapsed minutes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ReportTimes {
    /// How many tickets were measured.
    pub count: u64,
    /// How many of these on the calendar of an agreement.
    pub business: u64,
    /// Half of them took at most so long; `None` without any.
    pub median: Option<i32>,
    /// Nine of ten took at most so long; `None` without any.
    pub p90: Option<i32>,
}

/// A day of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReportDay {
    /// The day.
    pub date: NaiveDate,
    /// How many tickets were opened.
    pub created: u64,
    /// How many were closed.
    pub closed: u64,
}

/// An hour of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReportHour {
    /// The weekday.
    pub weekday: Weekday,
    /// The hour, from 0 to 23.
    pub hour: u8,
    /// How many tickets were opened.
    pub created: u64,
}

/// How the agreed times of one clock were kept at one priority.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReportAgreement {
    /// Which clock.
    pub clock: ClockKind,
    /// Which priority.
    pub priority: Priority,
    /// How many clocks ended within the agreed time.
    pub met: u64,
    /// How many used more.
    pub breached: u64,
}

/// What a group is told by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReportKey {
    /// A queue, an organisation, an agent or a tag, by its name.
    Named(String),
    /// Tickets without any.
    Without,
    /// All that do not stand for themselves, for there are too many.
    Others,
}

/// A group of tickets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportGroup {
    /// What they have in common.
    pub key: ReportKey,
    /// What became of them.
    pub figures: ReportFigures,
}
