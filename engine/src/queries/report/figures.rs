//! The arithmetic of reports: percentiles, days and hours on the wall clock of a time zone, and groups with the rest in one
//! line. Nothing here reads a database.

use std::{collections::HashMap, hash::Hash};

use chrono::{DateTime, NaiveDate, Utc};
use jiff::{Timestamp, civil::Date, tz::TimeZone};

use crate::model::{ReportFigures, ReportTimes};

/// How many groups stand for themselves.
pub(super) const TOP: usize = 20;

/// What was measured of one ticket.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Measured {
    pub(super) finished: bool,
    /// Minutes, and whether they are of business time.
    pub(super) first_answer: Option<(i32, bool)>,
    pub(super) resolution: Option<(i32, bool)>,
    pub(super) met: u64,
    pub(super) breached: u64,
    pub(super) rated: u64,
    pub(super) satisfied: u64,
}

/// Figures that still grow.
#[derive(Debug, Clone, Default)]
pub(super) struct Gathered {
    created: u64,
    finished: u64,
    first_answer: Vec<(i32, bool)>,
    resolution: Vec<(i32, bool)>,
    met: u64,
    breached: u64,
    rated: u64,
    satisfied: u64,
}

impl Gathered {
    pub(super) fn add(&mut self, one: &Measured) {
        self.created += 1;
        self.finished += u64::from(one.finished);
        self.first_answer.extend(one.first_answer);
        self.resolution.extend(one.resolution);
        self.met += one.met;
        self.breached += one.breached;
        self.rated += one.rated;
        self.satisfied += one.satisfied;
    }

    fn take(&mut self, mut other: Self) {
        self.created += other.created;
        self.finished += other.finished;
        self.first_answer.append(&mut other.first_answer);
        self.resolution.append(&mut other.resolution);
        self.met += other.met;
        self.breached += other.breached;
        self.rated += other.rated;
        self.satisfied += other.satisfied;
    }

    pub(super) fn figures(self) -> ReportFigures {
        ReportFigures {
            created: self.created,
            finished: self.finished,
            first_answer: times(self.first_answer),
            resolution: times(self.resolution),
            met: self.met,
            breached: self.breached,
            rated: self.rated,
            satisfied: self.satisfied,
        }
    }
}

/// The largest groups, and all others in one.
pub(super) fn top<K: Eq + Hash + Ord>(
    groups: HashMap<K, Gathered>,
) -> (Vec<(K, ReportFigures)>, Option<ReportFigures>) {
    let mut groups: Vec<_> = groups.into_iter().collect();
    groups
        .sort_by(|(one, left), (other, right)| right.created.cmp(&left.created).then_with(|| one.cmp(other)));
    // One that would be alone among the others has a line as well.
    let keep = if groups.len() == TOP + 1 { TOP + 1 } else { TOP };
    let rest = groups.split_off(keep.min(groups.len()));
    let others = (!rest.is_empty()).then(|| {
        let mut others = Gathered::default();
        for (_, group) in rest {
            others.take(group);
        }
        others.figures()
    });
    (groups.into_iter().map(|(key, group)| (key, group.figures())).collect(), others)
}

/// Median and ninetieth percentile by the nearest rank: each is a time that a ticket really took.
fn times(mut measured: Vec<(i32, bool)>) -> ReportTimes {
    measured.sort_unstable();
    let rank = |percent: usize| {
        let rank = (measured.len() * percent).div_ceil(100).checked_sub(1)?;
        measured.get(rank).map(|(minutes, _)| *minutes)
    };
    let business = measured.iter().filter(|(_, business)| *business).count();
    ReportTimes {
        count: u64::try_from(measured.len()).unwrap_or(u64::MAX),
        business: u64::try_from(business).unwrap_or(u64::MAX),
        median: rank(50),
        p90: rank(90),
    }
}

/// Day, weekday from Monday and hour on the wall clock.
pub(super) fn wall(at: DateTime<Utc>, zone: &TimeZone) -> Option<(NaiveDate, usize, u8)> {
    let there = Timestamp::from_microsecond(at.timestamp_micros()).ok()?.to_zoned(zone.clone());
    let weekday = usize::try_from(there.weekday().to_monday_zero_offset()).ok()?;
    Some((day_of(there.date())?, weekday, u8::try_from(there.hour()).ok()?))
}

/// When a day begins there: at midnight, or where the clock is put forward at midnight, when it shows the day first.
pub(in crate::queries) fn begin(day: NaiveDate, zone: &TimeZone) -> Option<DateTime<Utc>> {
    use chrono::Datelike as _;
    let year = i16::try_from(day.year()).ok()?;
    let date = Date::new(year, i8::try_from(day.month()).ok()?, i8::try_from(day.day()).ok()?).ok()?;
    let begin = date.to_zoned(zone.clone()).ok()?.timestamp();
    DateTime::from_timestamp_micros(begin.as_microsecond())
}

fn day_of(date: Date) -> Option<NaiveDate> {
    let (month, day) = (u32::try_from(date.month()).ok()?, u32::try_from(date.day()).ok()?);
    NaiveDate::from_ymd_opt(i32::from(date.year()), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_times_that_a_ticket_really_took() {
        let of = |minutes: &[i32]| {
            let times = times(minutes.iter().map(|minutes| (*minutes, *minutes > 5)).collect());
            (times.count, times.business, times.median, times.p90)
        };
        assert_eq!(of(&[]), (0, 0, None, None));
        assert_eq!(of(&[7]), (1, 1, Some(7), Some(7)));
        assert_eq!(of(&[9, 1]), (2, 1, Some(1), Some(9)));
        assert_eq!(of(&[3, 1, 2]), (3, 0, Some(2), Some(3)));
        assert_eq!(of(&[10, 9, 8, 7, 6, 5, 4, 3, 2, 1]), (10, 5, Some(5), Some(9)));
    }

    #[test]
    fn a_day_begins_on_the_wall_clock_also_when_it_has_23_or_25_hours() {
        let zone = TimeZone::get("Europe/Berlin").unwrap_or(TimeZone::UTC);
        let begin = |day: &str| day.parse().ok().and_then(|day| begin(day, &zone)).map(|at| at.to_rfc3339());
        for (day, at) in [
            ("2026-03-29", "2026-03-28T23:00:00+00:00"),
            ("2026-03-30", "2026-03-29T22:00:00+00:00"),
            ("2026-10-25", "2026-10-24T22:00:00+00:00"),
            ("2026-10-26", "2026-10-25T23:00:00+00:00"),
        ] {
            assert_eq!(begin(day).as_deref(), Some(at), "{day}");
        }
    }

    #[test]
    fn times_fall_on_the_day_and_hour_of_the_wall_clock() {
        let zone = TimeZone::get("Europe/Berlin").unwrap_or(TimeZone::UTC);
        for (at, day, weekday, hour) in [
            ("2026-03-28T22:59:59Z", "2026-03-28", 5, 23),
            ("2026-03-28T23:00:00Z", "2026-03-29", 6, 0),
            ("2026-03-29T01:00:00Z", "2026-03-29", 6, 3),
            ("2026-10-25T00:30:00Z", "2026-10-25", 6, 2),
            ("2026-10-25T01:30:00Z", "2026-10-25", 6, 2),
        ] {
            let wall = at.parse().ok().and_then(|at| wall(at, &zone));
            assert_eq!(wall, day.parse().ok().map(|day| (day, weekday, hour)), "{at}");
        }
    }

    #[test]
    fn what_is_not_among_the_largest_stands_in_one_line() {
        let groups = |count: u64| -> HashMap<u64, Gathered> {
            (1..=count).map(|key| (key, Gathered { created: key, ..Gathered::default() })).collect()
        };
        let (all, others) = top(groups(21));
        assert_eq!((all.len(), others), (21, None));
        let (largest, others) = top(groups(23));
        assert_eq!(largest.len(), TOP);
        assert_eq!(largest.first().map(|(key, _)| *key), Some(23));
        assert_eq!(others.map(|others| others.created), Some(1 + 2 + 3));
    }
}
