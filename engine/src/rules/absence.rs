//! When a member of the staff is away. Pure; days are those of the person's own time zone.

use chrono::{DateTime, NaiveDate, Utc};
use jiff::{Timestamp, tz::TimeZone};

use crate::{
    error::{Error, Result},
    model::Absence,
};

/// Further away is a slip of the pen.
const MOST_DAYS: i64 = 3_660;

/// The day that it is in this time zone. A zone that nobody knows is UTC.
#[must_use]
pub fn today(zone: &str, now: DateTime<Utc>) -> NaiveDate {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let date = Timestamp::new(now.timestamp(), 0).ok().map(|at| at.to_zoned(zone).date());
    let date = date.and_then(|date| {
        let (month, day) = (u32::try_from(date.month()).ok()?, u32::try_from(date.day()).ok()?);
        NaiveDate::from_ymd_opt(i32::from(date.year()), month, day)
    });
    date.unwrap_or_else(|| now.date_naive())
}

/// What is known today of an absence with this first and this last day; `None`: it is over.
#[must_use]
pub fn told(from: NaiveDate, until: Option<NaiveDate>, today: NaiveDate) -> Option<Absence> {
    let over = until.is_some_and(|until| until < today);
    (!over).then_some(Absence { from, until, now: from <= today })
}

/// The first and the last day of an absence that somebody chooses today; without a first day, it begins today.
///
/// # Errors
/// `BadInput` for `from` or `until`.
pub fn chosen(
    from: Option<NaiveDate>,
    until: Option<NaiveDate>,
    today: NaiveDate,
) -> Result<(NaiveDate, Option<NaiveDate>)> {
    let from = from.unwrap_or(today);
    for (field, day) in [("from", Some(from)), ("until", until)] {
        if day.is_some_and(|day| (day - today).num_days().abs() > MOST_DAYS) {
            return Err(Error::bad(field, "absence-far", "The day must not be more than ten years away."));
        }
    }
    if until.is_some_and(|until| until < today) {
        return Err(Error::bad("until", "absence-over", "The last day must not be in the past."));
    }
    if until.is_some_and(|until| until < from) {
        return Err(Error::bad(
            "until",
            "absence-backwards",
            "The last day must not be before the first day.",
        ));
    }
    Ok((from, until))
}
