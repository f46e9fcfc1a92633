//! Reports: figures of tickets.

use async_graphql::{Enum, Object, SimpleObject};

use crate::{
    objects::{TicketPriority, TicketStatus, Weekday},
    scalars::DateTime,
};

/// One of the two clocks of an agreement.
#[derive(Clone, Copy, Debug, Enum, Eq, PartialEq)]
#[graphql(remote = "engine::sla::ClockKind")]
pub(crate) enum SlaClockKind {
    /// Until the first answer.
    Response,
    /// Until the ticket is resolved.
    Restoration,
}

/// What a line of a report stands for.
#[derive(Clone, Copy, Debug, Enum, Eq, PartialEq)]
pub(crate) enum ReportLine {
    /// One queue, organisation, agent or tag.
    Named,
    /// Tickets without organisation, agent or tag.
    Without,
    /// All others after the 20 with the most tickets.
    Others,
}

/// How long something took. Each ticket is measured in business minutes of the calendar of its agreement, or in elapsed
/// minutes if it has none; time in PENDING does not count.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct ReportTimes {
    /// How many tickets were measured.
    count: u64,
    /// How many of these were measured in business time; the others in elapsed time.
    business_count: u64,
    /// The median in minutes; null without tickets.
    median_minutes: Option<i32>,
    /// The 90th percentile in minutes; null without tickets.
    p90_minutes: Option<i32>,
}

/// What was opened and closed on a day.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct ReportDay {
    /// The day in the viewer's time zone, such as `2026-11-28`.
    date: String,
    /// How many tickets were opened.
    created: u64,
    /// How many tickets were closed, by people, automatically or by a merge.
    closed: u64,
}

/// The number of tickets in a status.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct ReportStatus {
    /// The status.
    status: TicketStatus,
    /// How many tickets.
    count: u64,
}

/// The number of unfinished tickets by age.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct ReportAge {
    /// Up to this many days old, and older than the line before; null for all older ones.
    up_to_days: Option<i32>,
    /// How many tickets.
    count: u64,
}

/// The number of tickets opened in an hour of the week.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct ReportHour {
    /// The weekday in the viewer's time zone.
    weekday: Weekday,
    /// The hour, from 0 to 23.
    hour: i32,
    /// How many tickets.
    created: u64,
}

/// How an agreed time was met.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct ReportAgreement {
    /// The clock.
    clock: SlaClockKind,
    /// The current priority of the tickets.
    priority: TicketPriority,
    /// How many clocks ended in time.
    met: u64,
    /// How many clocks exceeded the agreed time, even if they are still running.
    breached: u64,
}

/// Tickets that have something in common.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct ReportGroup {
    /// What the line stands for.
    line: ReportLine,
    /// The name of the queue, organisation, agent or the tag; null for the other lines.
    name: Option<String>,
    /// How many tickets were opened.
    created: u64,
    /// How many of these were resolved or closed at least once.
    finished: u64,
    /// From opening until the first public answer of the staff.
    first_answer: ReportTimes,
    /// From opening until the ticket was resolved or closed.
    resolution: ReportTimes,
    /// How many agreed times were met.
    met: u64,
    /// How many were breached.
    breached: u64,
    /// How often customers rated these tickets.
    rated: u64,
    /// How many of these ratings are good.
    satisfied: u64,
}

/// The tickets opened in a period, their results so far, and what is open now.
#[derive(Clone, Debug)]
pub(crate) struct Report(pub(crate) engine::Report);

/// The tickets opened in a period, their results so far, and what is open now.
#[Object]
impl Report {
    /// The first day, such as `2026-11-01`.
    async fn from(&self) -> String {
        self.0.from.to_string()
    }

    /// The last day, such as `2026-11-30`.
    async fn to(&self) -> String {
        self.0.to.to_string()
    }

    /// The viewer's time zone, used for days and hours.
    async fn time_zone(&self) -> &str {
        &self.0.time_zone
    }

    /// When it was counted.
    async fn at(&self) -> DateTime {
        self.0.at.into()
    }

    /// How many tickets were opened in the period.
    async fn created(&self) -> u64 {
        self.0.total.created
    }

    /// How many tickets were closed in the period, whenever they were opened.
    async fn closed(&self) -> u64 {
        self.0.closed
    }

    /// How many of the tickets opened in the period were resolved or closed at least once.
    async fn finished(&self) -> u64 {
        self.0.total.finished
    }

    /// Of those, how many were reopened.
    async fn reopened(&self) -> u64 {
        self.0.reopened
    }

    /// From opening until the first public answer of the staff.
    async fn first_answer(&self) -> ReportTimes {
        times(self.0.total.first_answer)
    }

    /// From opening until the ticket was resolved or closed; of a reopened ticket, until the last time.
    async fn resolution(&self) -> ReportTimes {
        times(self.0.total.resolution)
    }

    /// How many agreed times were met.
    async fn met(&self) -> u64 {
        self.0.total.met
    }

    /// How many agreed times were breached.
    async fn breached(&self) -> u64 {
        self.0.total.breached
    }

    /// How often customers rated these tickets.
    async fn rated(&self) -> u64 {
        self.0.total.rated
    }

    /// How many of these ratings are good.
    async fn satisfied(&self) -> u64 {
        self.0.total.satisfied
    }

    /// How many tickets are now in each status except CLOSED, whenever they were opened.
    async fn statuses(&self) -> Vec<ReportStatus> {
        let each = self.0.standing.iter();
        each.map(|&(status, count)| ReportStatus { status: status.into(), count }).collect()
    }

    /// The tickets that are NEW, OPEN or PENDING now, by age.
    async fn ages(&self) -> Vec<ReportAge> {
        let each = self.0.ages.iter();
        each.map(|&(days, count)| ReportAge { up_to_days: days.map(i32::from), count }).collect()
    }

    /// Each day.
    async fn days(&self) -> Vec<ReportDay> {
        let day = |day: &engine::ReportDay| ReportDay {
            date: day.date.to_string(),
            created: day.created,
            closed: day.closed,
        };
        self.0.days.iter().map(day).collect()
    }

    /// The number of tickets opened by hour of the week.
    async fn hours(&self) -> Vec<ReportHour> {
        let hour = |hour: &engine::ReportHour| ReportHour {
            weekday: hour.weekday.into(),
            hour: i32::from(hour.hour),
            created: hour.created,
        };
        self.0.hours.iter().map(hour).collect()
    }

    /// How agreed times were met, by clock and priority.
    async fn agreements(&self) -> Vec<ReportAgreement> {
        let line = |line: &engine::ReportAgreement| ReportAgreement {
            clock: line.clock.into(),
            priority: line.priority.into(),
            met: line.met,
            breached: line.breached,
        };
        self.0.agreements.iter().map(line).collect()
    }

    /// By queue, most tickets first.
    async fn queues(&self) -> Vec<ReportGroup> {
        self.0.queues.iter().map(group).collect()
    }

    /// By organisation of the customer, most tickets first.
    async fn organisations(&self) -> Vec<ReportGroup> {
        self.0.organisations.iter().map(group).collect()
    }

    /// By current assignee, sorted by name; agents see only themselves.
    async fn agents(&self) -> Vec<ReportGroup> {
        self.0.agents.iter().map(group).collect()
    }

    /// By tag, most tickets first; a ticket counts with each of its tags.
    async fn tags(&self) -> Vec<ReportGroup> {
        self.0.tags.iter().map(group).collect()
    }
}

fn group(group: &engine::ReportGroup) -> ReportGroup {
    let (line, name) = match &group.key {
        engine::ReportKey::Named(name) => (ReportLine::Named, Some(name.clone())),
        engine::ReportKey::Without => (ReportLine::Without, None),
        engine::ReportKey::Others => (ReportLine::Others, None),
    };
    let figures = &group.figures;
    ReportGroup {
        line,
        name,
        created: figures.created,
        finished: figures.finished,
        first_answer: times(figures.first_answer),
        resolution: times(figures.resolution),
        met: figures.met,
        breached: figures.breached,
        rated: figures.rated,
        satisfied: figures.satisfied,
    }
}

const fn times(times: engine::ReportTimes) -> ReportTimes {
    ReportTimes {
        count: times.count,
        business_count: times.business,
        median_minutes: times.median,
        p90_minutes: times.p90,
    }
}
