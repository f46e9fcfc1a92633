//! Points in time, on the wall clock of the reader's zone.

use chrono::{DateTime, Utc};
use jiff::{Timestamp, Zoned, tz::TimeZone};

use super::customs::{Customs, customs};
use crate::Lang;

/// The day: `02.01.2019`, `2 Jan 2019`.
#[must_use]
pub fn date(lang: Lang, zone: &str, at: DateTime<Utc>) -> String {
    day(lang, &on_the_wall(zone, at))
}

/// The day and the minute: `02.01.2019, 14:40`, `2 Jan 2019, 14:40`.
#[must_use]
pub fn date_time(lang: Lang, zone: &str, at: DateTime<Utc>) -> String {
    let at = on_the_wall(zone, at);
    format!("{}, {}", day(lang, &at), minute(&at))
}

/// As short as it is unmistakable today: `14:40`, within a week `Mi., 14:40`, this year `02.01., 14:40`, else the day.
#[must_use]
pub fn short(lang: Lang, zone: &str, now: DateTime<Utc>, at: DateTime<Utc>) -> String {
    let (today, at) = (on_the_wall(zone, now), on_the_wall(zone, at));
    let apart = (at.date() - today.date()).get_days();
    if apart == 0 {
        return minute(&at);
    }
    if apart.abs() < 7 {
        return format!("{}, {}", weekday(customs(lang), &at), minute(&at));
    }
    if at.year() != today.year() {
        return day(lang, &at);
    }
    match lang {
        Lang::De => format!("{:02}.{:02}., {}", at.day(), at.month(), minute(&at)),
        Lang::En => format!("{} {}, {}", at.day(), month(customs(lang), &at), minute(&at)),
    }
}

/// A point in time that somebody must be able to rely on: `Fr., 25.01.2019 um 17:00 Uhr`, `Fri, 25 Jan 2019 at 17:00`.
#[must_use]
pub fn weekday_date_time(lang: Lang, zone: &str, at: DateTime<Utc>) -> String {
    let at = on_the_wall(zone, at);
    let (weekday, day, minute) = (weekday(customs(lang), &at), day(lang, &at), minute(&at));
    match lang {
        Lang::De => format!("{weekday}, {day} um {minute} Uhr"),
        Lang::En => format!("{weekday}, {day} at {minute}"),
    }
}

fn day(lang: Lang, at: &Zoned) -> String {
    match lang {
        Lang::De => format!("{:02}.{:02}.{:04}", at.day(), at.month(), at.year()),
        Lang::En => format!("{} {} {}", at.day(), month(customs(lang), at), at.year()),
    }
}

/// The day without what goes without saying: `02.01.`, `2 Jan`, and the year if it is another one.
pub(super) fn day_and_month(lang: Lang, today: &Zoned, at: &Zoned) -> String {
    if at.year() != today.year() {
        return day(lang, at);
    }
    match lang {
        Lang::De => format!("{:02}.{:02}.", at.day(), at.month()),
        Lang::En => format!("{} {}", at.day(), month(customs(lang), at)),
    }
}

/// `14:40`
pub(super) fn clock_time(at: &Zoned) -> String {
    minute(at)
}

/// `Mo`, `Mon`
pub(super) fn weekday_name(lang: Lang, at: &Zoned) -> &'static str {
    weekday(customs(lang), at).trim_end_matches('.')
}

fn minute(at: &Zoned) -> String {
    format!("{:02}:{:02}", at.hour(), at.minute())
}

fn weekday(customs: &Customs, at: &Zoned) -> &'static str {
    let index = at.weekday().to_monday_zero_offset();
    customs.weekdays.iter().copied().nth(usize::from(index.unsigned_abs())).unwrap_or_default()
}

fn month(customs: &Customs, at: &Zoned) -> &'static str {
    let index = at.month().unsigned_abs().saturating_sub(1);
    customs.months.iter().copied().nth(usize::from(index)).unwrap_or_default()
}

pub(super) fn on_the_wall(zone: &str, at: DateTime<Utc>) -> Zoned {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    // chrono reaches further than jiff; nobody's ticket is older than the year -9999
    let at = Timestamp::from_microsecond(at.timestamp_micros()).unwrap_or(Timestamp::UNIX_EPOCH);
    at.to_zoned(zone)
}
