//! Reports: figures of tickets.

use async_graphql::{Enum, Object, SimpleObject};

use crate::{
    objects::{TicketPriority, TicketStatus, Weekday},
    scalars::DateTime,
};

/// Which of the two clocks of an agreement.
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
    /// All beyond the 20 with the most tickets.
    Others,
}

/// How long something took. Each ticket is measured in minutes of business time on the calendar of its agreement, and in
/// elapsed minutes if it has none; time in PENDING does not count.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct ReportTimes {
    /// How many tickets were measured.
    count: u64,
    /// How many of these in business time; the others in elapsed time.
    business_count: u64,
    /// Half of the tickets took at most so many minutes; null without any.
    median_minutes: Option<i32>,
    /// Nine of ten tickets took at most so many minutes; null without any.
    p90_minutes: Option<i32>,
}

/// What was opened and closed on a day.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct ReportDay {
    /// The day in the viewer's time zone, such as `2026-11-28`.
    date: String,
    /// How many tickets were opened.
    created: u64,
    /// How many tickets were closed, by people, by time or by a merge.
    closed: u64,
}

/// How many tickets stand in a status now.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct ReportStatus {
    /// The status.
    status: TicketStatus,
    /// How many tickets.
    count: u64,
}

/// How many unfinished tickets are how old now.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct ReportAge {
    /// Up to so many days old, beyond the line before; null: older.
    up_to_days: Option<i32>,
    /// How many tickets.
    count: u64,
}

/// How many tickets were opened at an hour of the week.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct ReportHour {
    /// The weekday in the viewer's time zone.
    weekday: Weekday,
    /// The hour, from 0 to 23.
    hour: i32,
    /// How many tickets.
    created: u64,
}

/// How an agreed time was kept.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct ReportAgreement {
    /// Which time.
    clock: SlaClockKind,
    /// The priority of the tickets now.
    priority: TicketPriority,
    /// How many clocks ended in time.
    met: u64,
    /// How many clocks used more than was agreed, also if they still run.
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
    /// How many agreed times were kept.
    met: u64,
    /// How many were not.
    breached: u64,
    /// How often customers rated these tickets.
    rated: u64,
    /// How many of these ratings are good.
    satisfied: u64,
}

/// The tickets that were opened within some days, how they fared until now, and what is open now.
#[derive(Clone, Debug)]
pub(crate) struct Report(pub(crate) engine::Report);

/// The tickets that were opened within some days, how they fared until now, and what is open now.
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

    /// The time zone of days and hours, the viewer's.
    async fn time_zone(&self) -> &str {
        &self.0.time_zone
    }

    /// When it was counted.
    async fn at(&self) -> DateTime {
        self.0.at.into()
    }

    /// How many tickets were opened within the days.
    async fn created(&self) -> u64 {
        self.0.total.created
    }

    /// How many tickets were closed within the days, whenever they were opened.
    async fn closed(&self) -> u64 {
        self.0.closed
    }

    /// Of the tickets opened within the days, how many were resolved or closed at least once.
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

    /// How many agreed times were kept.
    async fn met(&self) -> u64 {
        self.0.total.met
    }

    /// How many agreed times were not kept.
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

    /// How many tickets stand in each status but CLOSED now, whenever they were opened.
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

    /// The hours of the week at which tickets were opened.
    async fn hours(&self) -> Vec<ReportHour> {
        let hour = |hour: &engine::ReportHour| ReportHour {
            weekday: hour.weekday.into(),
            hour: i32::from(hour.hour),
            created: hour.created,
        };
        self.0.hours.iter().map(hour).collect()
    }

    /// How agreed times were kept, by clock and priority.
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

    /// By agent who is responsible now, in the order of names; agents find themselves alone.
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
