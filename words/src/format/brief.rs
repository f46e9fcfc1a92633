//! Times as lists show them, where there is room for a word or two.

use chrono::{DateTime, TimeDelta, Utc};

use super::when::{clock_time, day_and_month, on_the_wall, weekday_name};
use crate::Lang;

/// From this age on, the day says more than the count of days.
const COUNTED_DAYS: i64 = 7;

/// How long ago: `gerade eben`, `3 min`, `4 h`, `2 T` (in English `2 d`), then the day.
#[must_use]
pub fn age(lang: Lang, zone: &str, now: DateTime<Utc>, at: DateTime<Utc>) -> String {
    let span = (now - at).max(TimeDelta::zero());
    match (span.num_days(), span.num_hours(), span.num_minutes()) {
        (0, 0, 0) => lang.language().customs.just_now.to_owned(),
        (0, 0, minutes) => format!("{minutes} min"),
        (0, hours, _) => format!("{hours} h"),
        (days, _, _) if days < COUNTED_DAYS => format!("{days} {}", lang.language().customs.days_short),
        _ => day_and_month(lang, &on_the_wall(zone, now), &on_the_wall(zone, at)),
    }
}

/// How many midnights of the zone lie before it: none today, one tomorrow.
#[must_use]
pub fn days_until(zone: &str, now: DateTime<Utc>, at: DateTime<Utc>) -> i32 {
    let (today, then) = (on_the_wall(zone, now), on_the_wall(zone, at));
    today.date().until(then.date()).map_or(i32::MAX, |span| span.get_days())
}

/// When something is due: `15:20`, `morgen 10:30`, `Mo 09:00`, then the day.
#[must_use]
pub fn due_time(lang: Lang, zone: &str, now: DateTime<Utc>, at: DateTime<Utc>) -> String {
    let (today, then) = (on_the_wall(zone, now), on_the_wall(zone, at));
    let days = days_until(zone, now, at);
    let time = clock_time(&then);
    match days {
        0 => time,
        1 => format!("{} {time}", lang.language().customs.tomorrow),
        2..7 => format!("{} {time}", weekday_name(lang, &then)),
        _ => day_and_month(lang, &today, &then),
    }
}
