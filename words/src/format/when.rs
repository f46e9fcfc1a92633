//! Points in time, on the wall clock of the reader's zone.

use chrono::{DateTime, Datelike as _, NaiveDate, Utc};
use jiff::{Timestamp, Zoned, tz::TimeZone};

use crate::{Lang, language::Customs};

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
        return format!("{}, {}", weekday(&lang.language().customs, &at), minute(&at));
    }
    if at.year() != today.year() {
        return day(lang, &at);
    }
    format!("{}, {}", day_and_month(lang, &today, &at), minute(&at))
}

/// A point in time that somebody must be able to rely on: `Fr., 25.01.2019 um 17:00 Uhr`, `Fri, 25 Jan 2019 at 17:00`.
#[must_use]
pub fn weekday_date_time(lang: Lang, zone: &str, at: DateTime<Utc>) -> String {
    let at = on_the_wall(zone, at);
    let customs = &lang.language().customs;
    let (before, after) = customs.at_time;
    format!("{}, {}{before}{}{after}", weekday(customs, &at), day(lang, &at), minute(&at))
}

/// A day that is the same in every zone: `02.01.2019`, `2 Jan 2019`.
#[must_use]
pub fn calendar_day(lang: Lang, day: NaiveDate) -> String {
    let customs = &lang.language().customs;
    written(customs, customs.date, (i64::from(day.year()), day.month(), day.day()))
}

/// The same with the day of the week: `Mi., 02.01.2019`, `Wed, 2 Jan 2019`.
#[must_use]
pub fn weekday_calendar_day(lang: Lang, day: NaiveDate) -> String {
    let names = lang.language().customs.weekdays;
    let name =
        names.iter().copied().zip(0..).find(|(_, index)| *index == day.weekday().num_days_from_monday());
    format!("{}, {}", name.map_or("", |(name, _)| name), calendar_day(lang, day))
}

/// The same without the year: `02.01.`, `2 Jan`.
#[must_use]
pub fn calendar_day_and_month(lang: Lang, day: NaiveDate) -> String {
    let customs = &lang.language().customs;
    written(customs, customs.day_and_month, (i64::from(day.year()), day.month(), day.day()))
}

fn day(lang: Lang, at: &Zoned) -> String {
    let customs = &lang.language().customs;
    written(customs, customs.date, parts(at))
}

/// The day without what goes without saying: `02.01.`, `2 Jan`, and the year if it is another one.
pub(super) fn day_and_month(lang: Lang, today: &Zoned, at: &Zoned) -> String {
    if at.year() != today.year() {
        return day(lang, at);
    }
    let customs = &lang.language().customs;
    written(customs, customs.day_and_month, parts(at))
}

fn parts(at: &Zoned) -> (i64, u32, u32) {
    (i64::from(at.year()), u32::from(at.month().unsigned_abs()), u32::from(at.day().unsigned_abs()))
}

/// A pattern of the customs, filled in.
fn written(customs: &Customs, pattern: &str, (year, month, day): (i64, u32, u32)) -> String {
    let name = customs.months.iter().copied().zip(1..).find(|(_, number)| *number == month);
    pattern
        .replace("{dd}", &format!("{day:02}"))
        .replace("{d}", &day.to_string())
        .replace("{mm}", &format!("{month:02}"))
        .replace("{m}", &month.to_string())
        .replace("{month}", name.map_or("", |(name, _)| name))
        .replace("{year}", &format!("{year:04}"))
}

/// `14:40`
pub(super) fn clock_time(at: &Zoned) -> String {
    minute(at)
}

/// `Mo`, `Mon`
pub(super) fn weekday_name(lang: Lang, at: &Zoned) -> &'static str {
    weekday(&lang.language().customs, at).trim_end_matches('.')
}

fn minute(at: &Zoned) -> String {
    format!("{:02}:{:02}", at.hour(), at.minute())
}

fn weekday(customs: &Customs, at: &Zoned) -> &'static str {
    let index = at.weekday().to_monday_zero_offset();
    customs.weekdays.iter().copied().nth(usize::from(index.unsigned_abs())).unwrap_or_default()
}

pub(super) fn on_the_wall(zone: &str, at: DateTime<Utc>) -> Zoned {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    // chrono reaches further than jiff; nobody's ticket is older than the year -9999
    let at = Timestamp::from_microsecond(at.timestamp_micros()).unwrap_or(Timestamp::UNIX_EPOCH);
    at.to_zoned(zone)
}
