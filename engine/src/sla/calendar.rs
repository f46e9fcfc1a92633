//! A calendar of business hours: checked once, then asked by the walk.

use std::{collections::BTreeMap, fmt};

use chrono::{Datelike, NaiveDate};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::Region;
use crate::line::quoted;

/// Minutes of a day.
pub(super) const DAY: i64 = 24 * 60;

/// More spans a week than this are a mistake.
const MOST_SPANS: usize = 100;

/// More days than this are a mistake: twenty years of fifty.
const MOST_HOLIDAYS: usize = 1_000;

/// The longest name of a holiday in characters.
const LONGEST_NAME: usize = 100;

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl Weekday {
    /// Every day, Monday first.
    pub const ALL: [Self; 7] = [
        Self::Monday,
        Self::Tuesday,
        Self::Wednesday,
        Self::Thursday,
        Self::Friday,
        Self::Saturday,
        Self::Sunday,
    ];

    const fn index(self) -> usize {
        self as usize
    }
}

/// A span of business hours on a weekday, as it is written: `08:00` to `17:00`; `to` may be `24:00`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hours {
    /// The day.
    pub weekday: Weekday,
    /// When it begins.
    pub from: String,
    /// When it ends.
    pub to: String,
}

/// A day on which nothing counts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Day {
    /// Which.
    pub date: NaiveDate,
    /// What it is called.
    pub name: String,
}

/// Why a calendar is refused: the field of the input, a stable word, and a sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Invalid {
    /// The input's field as the GraphQL schema spells it.
    pub field: &'static str,
    /// A stable word for the reason.
    pub reason: &'static str,
    /// What is wrong and what would be right.
    pub message: String,
}

impl Invalid {
    fn new(field: &'static str, reason: &'static str, message: impl Into<String>) -> Self {
        Self { field, reason, message: message.into() }
    }
}

/// Business hours on the wall clock of a time zone, less the holidays.
#[derive(Clone)]
pub struct BusinessTime {
    pub(super) zone: TimeZone,
    /// By weekday the spans in minutes of the day, in order, none touching another.
    week: [Vec<(i64, i64)>; 7],
    own: BTreeMap<NaiveDate, String>,
    region: Option<Region>,
}

impl fmt::Debug for BusinessTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BusinessTime").field("week", &self.week).finish_non_exhaustive()
    }
}

impl BusinessTime {
    /// Checks what a calendar is made of.
    ///
    /// # Errors
    /// [`Invalid`], for an unknown time zone or region, no hours, or hours that are no times, end before they begin, or
    /// overlap.
    pub fn new(
        time_zone: &str,
        hours: &[Hours],
        holidays: &[Day],
        region: Option<&str>,
    ) -> Result<Self, Invalid> {
        let zone = known_zone(time_zone)?;
        let region = region.map(known_region).transpose()?;
        let own = own_days(holidays)?;
        Ok(Self { zone, week: week_of(hours)?, own, region })
    }

    /// All that [`Self::new`] would refuse, of each field the first thing.
    #[must_use]
    pub fn problems(
        time_zone: &str,
        hours: &[Hours],
        holidays: &[Day],
        region: Option<&str>,
    ) -> Vec<Invalid> {
        let region = region.and_then(|region| known_region(region).err());
        let looked = [known_zone(time_zone).err(), week_of(hours).err(), own_days(holidays).err(), region];
        looked.into_iter().flatten().collect()
    }

    /// The holidays of these years, in order; of two on one day, the one that was entered by hand.
    #[must_use]
    pub fn holidays(&self, years: std::ops::RangeInclusive<i32>) -> Vec<Day> {
        let public =
            self.region.iter().flat_map(|region| years.clone().flat_map(|year| region.holidays(year)));
        let mut all: BTreeMap<NaiveDate, String> = public.map(|day| (day.date, day.name)).collect();
        let own = self.own.iter().filter(|(date, _)| years.contains(&date.year()));
        all.extend(own.map(|(date, name)| (*date, name.clone())));
        all.into_iter().map(|(date, name)| Day { date, name }).collect()
    }

    /// Minutes of business time in an ordinary week.
    #[must_use]
    pub fn weekly_minutes(&self) -> i64 {
        self.week.iter().flatten().map(|(from, to)| to - from).sum()
    }

    /// Whether a day counts as a holiday; days are counted from 1970-01-01.
    pub(super) fn is_holiday(&self, day: i64) -> bool {
        if self.own.is_empty() && self.region.is_none() {
            return false;
        }
        let Some(date) = date_of(day) else { return false };
        self.own.contains_key(&date) || self.region.is_some_and(|region| region.is_holiday(date))
    }

    /// The spans of a day as if it were no holiday.
    pub(super) fn spans(&self, day: i64) -> &[(i64, i64)] {
        // 1970-01-01 was a Thursday.
        let weekday = usize::try_from((day + 3).rem_euclid(7)).unwrap_or_default();
        self.week.get(weekday).map_or(&[], Vec::as_slice)
    }
}

fn known_zone(name: &str) -> Result<TimeZone, Invalid> {
    TimeZone::get(name).map_err(|_| {
        let message = format!("Unknown time zone {}. Use an IANA name such as Europe/Berlin.", quoted(name));
        Invalid::new("timeZone", "time-zone-unknown", message)
    })
}

fn own_days(holidays: &[Day]) -> Result<BTreeMap<NaiveDate, String>, Invalid> {
    if holidays.len() > MOST_HOLIDAYS {
        let message = format!("A calendar can have at most {MOST_HOLIDAYS} holidays of its own.");
        return Err(Invalid::new("holidays", "holidays-too-many", message));
    }
    if let Some(day) = holidays.iter().find(|day| day.name.chars().count() > LONGEST_NAME) {
        let message = format!("The name of {} is longer than {LONGEST_NAME} characters.", day.date);
        return Err(Invalid::new("holidays", "holiday-name-too-long", message));
    }
    Ok(holidays.iter().map(|day| (day.date, day.name.clone())).collect())
}

fn known_region(code: &str) -> Result<Region, Invalid> {
    Region::parse(code).ok_or_else(|| {
        let message = format!(
            "Unknown region {}. Supported regions: {}. For other regions, enter the holidays or import an iCalendar file.",
            quoted(code),
            Region::codes().collect::<Vec<_>>().join(", ")
        );
        Invalid::new("holidayRegion", "region-unknown", message)
    })
}

pub(super) fn date_of(day: i64) -> Option<NaiveDate> {
    NaiveDate::from_epoch_days(i32::try_from(day).ok()?)
}

/// Around the clock, every day.
#[must_use]
pub fn whole_week() -> Vec<Hours> {
    let day = |weekday| Hours { weekday, from: "00:00".to_owned(), to: "24:00".to_owned() };
    Weekday::ALL.into_iter().map(day).collect()
}

fn week_of(hours: &[Hours]) -> Result<[Vec<(i64, i64)>; 7], Invalid> {
    if hours.is_empty() {
        return Err(Invalid::new("hours", "hours-required", "Business hours are required."));
    }
    if hours.len() > MOST_SPANS {
        let message = format!("A calendar can have at most {MOST_SPANS} periods of business hours.");
        return Err(Invalid::new("hours", "hours-too-many", message));
    }
    let mut week: [Vec<(i64, i64)>; 7] = Default::default();
    for span in hours {
        let (from, to) = (minute(&span.from)?, minute(&span.to)?);
        if to <= from {
            let message = format!("{} to {}: business hours must end after they start.", span.from, span.to);
            return Err(Invalid::new("hours", "hours-reversed", message));
        }
        if let Some(day) = week.get_mut(span.weekday.index()) {
            day.push((from, to));
        }
    }
    for day in &mut week {
        *day = joined(std::mem::take(day))?;
    }
    Ok(week)
}

/// Spans in order; those that touch become one.
fn joined(mut spans: Vec<(i64, i64)>) -> Result<Vec<(i64, i64)>, Invalid> {
    spans.sort_unstable();
    let mut joined: Vec<(i64, i64)> = Vec::with_capacity(spans.len());
    for (from, to) in spans {
        match joined.last_mut() {
            Some((_, end)) if from < *end => {
                return Err(Invalid::new(
                    "hours",
                    "hours-overlap",
                    "Business hours of the same day must not overlap.",
                ));
            }
            Some((_, end)) if from == *end => *end = to,
            _ => joined.push((from, to)),
        }
    }
    Ok(joined)
}

/// The minute of the day of `08:30`, and of `24:00`.
fn minute(text: &str) -> Result<i64, Invalid> {
    let wrong = || {
        let message =
            format!("{} is not a valid time. Use a time such as 08:30, or 24:00 for midnight.", quoted(text));
        Invalid::new("hours", "time-invalid", message)
    };
    let digits = |text: &str| match text.as_bytes() {
        [a @ b'0'..=b'9', b @ b'0'..=b'9'] => Some(i64::from(a - b'0') * 10 + i64::from(b - b'0')),
        _ => None,
    };
    let (hour, minute) = text.split_once(':').ok_or_else(wrong)?;
    let (hour, minute) = (digits(hour).ok_or_else(wrong)?, digits(minute).ok_or_else(wrong)?);
    let of_day = hour * 60 + minute;
    if minute < 60 && of_day <= DAY { Ok(of_day) } else { Err(wrong()) }
}
