//! Reports: what was opened within some days and how it fared, from the journal's columns as they are. A report takes the
//! same few statements whatever it counts; the arithmetic is in `figures`.

mod figures;
mod opened;

use std::collections::HashMap;

use chrono::{DateTime, Days, NaiveDate, Utc};
use jiff::tz::TimeZone;
use tokio::task;
use uuid::Uuid;

pub(super) use figures::begin;
use figures::{Gathered, Measured, top, wall};
use opened::Opened;

use crate::{
    actor::{Actor, Scope},
    engine::Engine,
    error::{Error, Result},
    model::{
        Priority, Report, ReportAgreement, ReportDay, ReportFigures, ReportFilter, ReportGroup, ReportHour,
        ReportKey, Role,
    },
    policy::{self, Action},
    rules::rating::is_finished,
    sla::{BusinessTime, Clock, ClockKind, History, Terms, Weekday, read as read_clock, whole_week},
    store::report::{self, Reported, Term},
};

/// How many days a report covers at most: a year, and a month to compare it with.
const MOST_DAYS: u16 = 400;
/// How many days a report covers when nobody says how many.
const DAYS: u16 = 30;

/// The days of a report and where they begin and end.
struct Period {
    from: NaiveDate,
    to: NaiveDate,
    begin: DateTime<Utc>,
    end: DateTime<Utc>,
}

/// What was counted by the side, ticket by ticket.
#[derive(Default)]
struct Counted {
    total: Gathered,
    reopened: u64,
    days: HashMap<NaiveDate, (u64, u64)>,
    hours: HashMap<(usize, u8), u64>,
    agreements: HashMap<(ClockKind, Priority), (u64, u64)>,
    queues: HashMap<Option<Uuid>, Gathered>,
    organisations: HashMap<Option<Uuid>, Gathered>,
    agents: HashMap<Option<Uuid>, Gathered>,
    tags: HashMap<Option<String>, Gathered>,
}

impl Engine {
    /// Counts the tickets that were opened within some days, and how they fared; for the staff, of what they see. Agents see
    /// figures by agent of themselves alone.
    ///
    /// # Errors
    /// `Forbidden` for all but the staff, and for agents who ask for another agent; `BadInput` for `from`, `to` and `days`;
    /// `MissingScope`.
    pub async fn report(&self, actor: &Actor, filter: &ReportFilter) -> Result<Report> {
        policy::in_scope(actor, Scope::Read)?;
        let _ = policy::check(actor, Action::ReadReports, None)?;
        let own = actor.user().filter(|viewer| viewer.role != Role::Admin).map(|viewer| viewer.id);
        if own.is_some() && filter.agent.is_some_and(|agent| Some(agent) != own) {
            return Err(Error::Forbidden { action: "view the figures of another agent" });
        }
        let time_zone =
            actor.user().map_or(&self.settings().brand.time_zone, |viewer| &viewer.time_zone).clone();
        let zone = TimeZone::get(&time_zone).map_err(Error::internal)?;
        let now = self.now();
        let period = period(filter, now, &zone)?;
        let reported = Reported { actor, filter, begin: period.begin, end: period.end };
        // Of many at once each waits for the one before: a report may count 200,000 tickets.
        let turn = self.report_turn().await?;
        let opened = self.opened(reported).await?;
        let mut counted = self.measured(opened, now, zone.clone()).await?;
        drop(turn);
        for at in self.closings(reported).await? {
            if let Some((day, ..)) = wall(at, &zone) {
                counted.days.entry(day).or_default().1 += 1;
            }
        }
        if let Some(own) = own {
            counted.agents.retain(|agent, _| *agent == Some(own.0));
        }
        let (standing, ages) = self.standing_now(reported, now).await?;
        let (queues, organisations, agents) = self.named(&mut counted).await?;
        let days = days(&period, &counted.days);
        Ok(Report {
            from: period.from,
            to: period.to,
            time_zone,
            at: now,
            closed: days.iter().map(|day| day.closed).sum(),
            reopened: counted.reopened,
            standing,
            ages,
            days,
            hours: hours(&counted.hours),
            agreements: agreements(&counted.agreements),
            queues,
            organisations,
            agents,
            tags: tags(counted.tags),
            total: counted.total.figures(),
        })
    }

    /// Counts on a thread of its own, so that nobody else waits for the arithmetic.
    async fn measured(&self, opened: Opened, now: DateTime<Utc>, zone: TimeZone) -> Result<Counted> {
        let warn_percent = self.settings().tickets.warn_percent;
        task::spawn_blocking(move || measured(&opened, now, &zone, warn_percent))
            .await
            .map_err(Error::internal)?
    }

    async fn named(
        &self,
        counted: &mut Counted,
    ) -> Result<(Vec<ReportGroup>, Vec<ReportGroup>, Vec<ReportGroup>)> {
        let (queues, no_queues) = top(std::mem::take(&mut counted.queues));
        let (organisations, no_organisations) = top(std::mem::take(&mut counted.organisations));
        let (agents, no_agents) = top(std::mem::take(&mut counted.agents));
        let ids =
            |groups: &[(Option<Uuid>, ReportFigures)]| groups.iter().filter_map(|(id, _)| *id).collect();
        let db = self.database().ro();
        let names = report::names(db, ids(&queues), ids(&organisations), ids(&agents)).await?;
        let mut agents = groups(agents, no_agents, &names);
        // In the order of names: this is no ranking of people.
        agents.sort_by_key(|group| match &group.key {
            ReportKey::Named(name) => (0, name.to_lowercase()),
            ReportKey::Without => (1, String::new()),
            ReportKey::Others => (2, String::new()),
        });
        Ok((groups(queues, no_queues, &names), groups(organisations, no_organisations, &names), agents))
    }
}

fn measured(opened: &Opened, now: DateTime<Utc>, zone: &TimeZone, warn_percent: u8) -> Result<Counted> {
    let around = BusinessTime::new("UTC", &whole_week(), &[], None);
    let around = around.map_err(|invalid| Error::internal(invalid.message))?;
    let mut counted = Counted::default();
    for row in &opened.tickets {
        let statuses = opened.statuses.get(&row.id).cloned().unwrap_or_default();
        let reopened = statuses
            .windows(2)
            .any(|pair| matches!(pair, [(_, from), (_, to)] if is_finished(*from) && !is_finished(*to)));
        let history = History { opened: row.created_at, answered: row.first_answer_at, statuses };
        let (rated, satisfied) = opened.ratings.get(&row.id).copied().unwrap_or_default();
        let mut measured = Measured {
            rated,
            satisfied,
            finished: history.statuses.iter().any(|(_, status)| is_finished(*status)),
            ..Measured::default()
        };
        for kind in ClockKind::ALL {
            let term = opened.terms.get(&(row.id, kind));
            let outcome = take(&mut measured, kind, term, &around, (&history, now, warn_percent));
            if let Some(met) = outcome {
                let line = counted.agreements.entry((kind, row.priority)).or_default();
                *(if met { &mut line.0 } else { &mut line.1 }) += 1;
            }
        }
        counted.reopened += u64::from(reopened);
        if let Some((day, weekday, hour)) = wall(row.created_at, zone) {
            counted.days.entry(day).or_default().0 += 1;
            *counted.hours.entry((weekday, hour)).or_default() += 1;
        }
        counted.total.add(&measured);
        counted.queues.entry(Some(row.queue)).or_default().add(&measured);
        counted.organisations.entry(row.organisation).or_default().add(&measured);
        counted.agents.entry(row.assignee).or_default().add(&measured);
        match opened.tags.get(&row.id) {
            None => counted.tags.entry(None).or_default().add(&measured),
            Some(tags) => {
                for tag in tags {
                    counted.tags.entry(Some(tag.clone())).or_default().add(&measured);
                }
            }
        }
    }
    Ok(counted)
}

/// Reads one clock of a ticket, that of the agreement or one that never rests, and answers whether an agreed time was
/// kept; `None`: none was agreed, or nobody knows yet.
fn take(
    measured: &mut Measured,
    kind: ClockKind,
    term: Option<&Term>,
    around: &BusinessTime,
    (history, now, warn_percent): (&History, DateTime<Utc>, u8),
) -> Option<bool> {
    // Where nothing was agreed only the time that passed counts; a time far ahead would be walked to day by day.
    let (calendar, target_minutes) = term.map_or((around, 0), |term| (&*term.calendar, term.target_minutes));
    let reading = read_clock(kind, Terms { calendar, target_minutes, warn_percent }, history, now);
    let ended = matches!(reading.clock, Clock::Met(_));
    let time = ended.then(|| (reading.elapsed_minutes(), term.is_some()));
    match kind {
        ClockKind::Response => measured.first_answer = time,
        ClockKind::Restoration => measured.resolution = time,
    }
    let kept = term.and_then(|_| if reading.breached() { Some(false) } else { ended.then_some(true) });
    measured.met += u64::from(kept == Some(true));
    measured.breached += u64::from(kept == Some(false));
    kept
}

fn period(filter: &ReportFilter, now: DateTime<Utc>, zone: &TimeZone) -> Result<Period> {
    let wrong = |field, reason, message: String| Error::BadInput { field, reason, message };
    let (today, ..) = wall(now, zone).ok_or_else(|| Error::internal("today is no day"))?;
    let to = filter.to.unwrap_or(today);
    let days = filter.days.unwrap_or(DAYS);
    if days == 0 || days > MOST_DAYS {
        let message = format!("A report must cover 1 to {MOST_DAYS} days.");
        return Err(wrong("days", "report-days", message));
    }
    let far =
        || wrong("to", "report-date", "The dates of a report must be in the years 1 to 9998.".to_owned());
    let from = match filter.from {
        Some(from) => from,
        None => to.checked_sub_days(Days::new(u64::from(days) - 1)).ok_or_else(far)?,
    };
    if from > to {
        return Err(wrong("to", "report-order", "The last day must not be before the first.".to_owned()));
    }
    if to.signed_duration_since(from).num_days() >= i64::from(MOST_DAYS) {
        let message = format!("A report can cover at most {MOST_DAYS} days. Choose a later first day.");
        return Err(wrong("from", "report-days", message));
    }
    let next = to.checked_add_days(Days::new(1)).ok_or_else(far)?;
    let begins = begin(from, zone).ok_or_else(far)?;
    Ok(Period { from, to, begin: begins, end: begin(next, zone).ok_or_else(far)? })
}

fn days(period: &Period, counted: &HashMap<NaiveDate, (u64, u64)>) -> Vec<ReportDay> {
    let days = period.from.iter_days().take_while(|day| *day <= period.to);
    let day = |date| {
        let (created, closed) = counted.get(&date).copied().unwrap_or_default();
        ReportDay { date, created, closed }
    };
    days.map(day).collect()
}

fn hours(counted: &HashMap<(usize, u8), u64>) -> Vec<ReportHour> {
    let of = |(index, weekday): (usize, Weekday)| {
        (0..24).filter_map(move |hour| {
            let created = counted.get(&(index, hour)).copied()?;
            Some(ReportHour { weekday, hour, created })
        })
    };
    Weekday::ALL.into_iter().enumerate().flat_map(of).collect()
}

fn agreements(counted: &HashMap<(ClockKind, Priority), (u64, u64)>) -> Vec<ReportAgreement> {
    let of = |clock| {
        Priority::ALL.iter().filter_map(move |&priority| {
            let (met, breached) = counted.get(&(clock, priority)).copied()?;
            Some(ReportAgreement { clock, priority, met, breached })
        })
    };
    ClockKind::ALL.into_iter().flat_map(of).collect()
}

fn groups(
    found: Vec<(Option<Uuid>, ReportFigures)>,
    others: Option<ReportFigures>,
    names: &HashMap<Uuid, String>,
) -> Vec<ReportGroup> {
    let key = |id: Option<Uuid>| match id {
        None => ReportKey::Without,
        Some(id) => ReportKey::Named(names.get(&id).cloned().unwrap_or_else(|| id.to_string())),
    };
    let found = found.into_iter().map(|(id, figures)| ReportGroup { key: key(id), figures });
    found.chain(others.map(|figures| ReportGroup { key: ReportKey::Others, figures })).collect()
}

fn tags(counted: HashMap<Option<String>, Gathered>) -> Vec<ReportGroup> {
    let (found, others) = top(counted);
    let key = |tag: Option<String>| tag.map_or(ReportKey::Without, ReportKey::Named);
    let found = found.into_iter().map(|(tag, figures)| ReportGroup { key: key(tag), figures });
    found.chain(others.map(|figures| ReportGroup { key: ReportKey::Others, figures })).collect()
}
