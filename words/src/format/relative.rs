//! How long ago, or how soon, in the two largest units that say something.

use chrono::{DateTime, TimeDelta, Utc};

use super::when::date;
use crate::{
    Lang,
    language::{Customs, Unit},
};

/// Beyond this many days the span says less than the date.
const RECENT_DAYS: i64 = 7;

/// `vor 3 Tagen 5 Stunden`, `in 2 Stunden`, `gerade eben`; a week away or further, the date: `02.01.2019`.
///
/// Whole units, rounded towards now, so that a closing time is never shown later than it is. The second unit is left
/// out when it is zero.
#[must_use]
pub fn relative(lang: Lang, zone: &str, now: DateTime<Utc>, at: DateTime<Utc>) -> String {
    let customs = &lang.language().customs;
    let past = at <= now;
    let span = (now - at).abs();
    if span >= TimeDelta::days(RECENT_DAYS) {
        return date(lang, zone, at);
    }
    if span < TimeDelta::minutes(1) {
        return if past { customs.just_now } else { customs.in_a_moment }.to_owned();
    }
    let (before, after) = if past { customs.past } else { customs.future };
    format!("{before}{}{after}", two_units(customs, span))
}

fn two_units(customs: &Customs, span: TimeDelta) -> String {
    let (days, hours, minutes) = (span.num_days(), span.num_hours() % 24, span.num_minutes() % 60);
    let (first, second) = if days > 0 {
        (counted(days, &customs.day), counted(hours, &customs.hour))
    } else {
        (counted(hours, &customs.hour), counted(minutes, &customs.minute))
    };
    first.into_iter().chain(second).collect::<Vec<_>>().join(" ")
}

fn counted(count: i64, unit: &Unit) -> Option<String> {
    let name = if count == 1 { unit.one } else { unit.other };
    (count > 0).then(|| format!("{count} {name}"))
}
