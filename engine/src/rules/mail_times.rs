//! When an email goes out to somebody who chose quiet hours or one email for many. Pure.

use chrono::{DateTime, Utc};
use jiff::{RoundMode, Span, Timestamp, Unit, Zoned, ZonedRound, civil::Weekday, tz::TimeZone};

use crate::model::{MailPace, MailTimes};

/// Minutes of a day.
pub(crate) const DAY: u16 = 24 * 60;
/// More than a weekend with a quiet night before and behind it.
const MOST_STEPS: usize = 6;

/// When what happens `now` is told by email to a person of this time zone. A zone that nobody knows is UTC.
#[must_use]
pub fn goes_out(times: &MailTimes, zone: &str, now: DateTime<Utc>) -> DateTime<Utc> {
    if *times == MailTimes::default() {
        return now;
    }
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let found = Timestamp::new(now.timestamp(), 0).ok().and_then(|at| wanted(times, at.to_zoned(zone)));
    let found = found.and_then(|at| DateTime::from_timestamp(at.timestamp().as_second(), 0));
    // Whole seconds are less than now where it goes out at once.
    found.map_or(now, |found| found.max(now))
}

fn wanted(times: &MailTimes, now: Zoned) -> Option<Zoned> {
    let mut at = match times.pace {
        MailPace::AtOnce => now,
        MailPace::Hourly => {
            let hour = now.round(ZonedRound::new().smallest(Unit::Hour).mode(RoundMode::Trunc)).ok()?;
            hour.checked_add(Span::new().hours(1)).ok()?
        }
        MailPace::Daily => next(&now, times.daily_at)?,
    };
    for _ in 0..MOST_STEPS {
        at = match times {
            // One email of a day comes at the time of the day that was chosen, after a weekend, too.
            _ if times.quiet_weekends && is_weekend(&at) && times.pace == MailPace::Daily => {
                next(&at, times.daily_at)?
            }
            _ if times.quiet_weekends && is_weekend(&at) => at.tomorrow().ok()?.start_of_day().ok()?,
            MailTimes { quiet: Some(quiet), .. } if is_within(*quiet, minute(&at)) => next(&at, quiet.1)?,
            _ => return Some(at),
        };
    }
    Some(at)
}

/// The next time at which the clock shows this minute of the day; where it is left out that day, what it shows instead.
fn next(after: &Zoned, minute: u16) -> Option<Zoned> {
    let at = |day: &Zoned| {
        let (hour, minute) = (i8::try_from(minute / 60).ok()?, i8::try_from(minute % 60).ok()?);
        day.date().at(hour, minute, 0, 0).to_zoned(day.time_zone().clone()).ok()
    };
    at(after).filter(|today| today > after).or_else(|| at(&after.tomorrow().ok()?))
}

fn is_weekend(at: &Zoned) -> bool {
    matches!(at.weekday(), Weekday::Saturday | Weekday::Sunday)
}

fn minute(at: &Zoned) -> u16 {
    u16::try_from(i32::from(at.hour()) * 60 + i32::from(at.minute())).unwrap_or_default()
}

const fn is_within((from, until): (u16, u16), minute: u16) -> bool {
    if from <= until { from <= minute && minute < until } else { from <= minute || minute < until }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap_or_default()
    }

    #[test]
    fn an_email_goes_out_at_once_by_the_hour_or_by_the_day_and_never_in_quiet_hours() {
        use MailPace::{AtOnce, Daily, Hourly};
        let night = Some((20 * 60, 7 * 60));
        let noon = Some((12 * 60, 13 * 60));
        // Berlin is an hour ahead of UTC in winter. 2026-11-27 is a Friday.
        for (pace, quiet, weekends, now, expected) in [
            (AtOnce, None, false, "2026-11-27T21:30:05.5Z", "2026-11-27T21:30:05.5Z"),
            (AtOnce, night, false, "2026-11-27T18:59:59Z", "2026-11-27T18:59:59Z"),
            (AtOnce, night, false, "2026-11-27T19:00:00Z", "2026-11-28T06:00:00Z"),
            (AtOnce, night, false, "2026-11-28T05:59:59Z", "2026-11-28T06:00:00Z"),
            (AtOnce, night, false, "2026-11-28T06:00:00Z", "2026-11-28T06:00:00Z"),
            (AtOnce, noon, false, "2026-11-27T11:10:00Z", "2026-11-27T12:00:00Z"),
            (AtOnce, night, true, "2026-11-27T19:00:00Z", "2026-11-30T06:00:00Z"),
            (AtOnce, None, true, "2026-11-28T10:00:00Z", "2026-11-29T23:00:00Z"),
            (Hourly, None, false, "2026-11-27T10:00:00Z", "2026-11-27T11:00:00Z"),
            (Hourly, None, false, "2026-11-27T10:59:59Z", "2026-11-27T11:00:00Z"),
            (Hourly, night, false, "2026-11-27T18:30:00Z", "2026-11-28T06:00:00Z"),
            (Daily, None, false, "2026-11-27T06:59:00Z", "2026-11-27T07:00:00Z"),
            (Daily, None, false, "2026-11-27T07:00:00Z", "2026-11-28T07:00:00Z"),
            (Daily, None, true, "2026-11-27T07:00:00Z", "2026-11-30T07:00:00Z"),
            (Daily, None, true, "2026-11-28T12:00:00Z", "2026-11-30T07:00:00Z"),
            (Daily, None, true, "2026-11-29T08:00:00Z", "2026-11-30T07:00:00Z"),
            (Daily, night, true, "2026-11-27T07:00:00Z", "2026-11-30T07:00:00Z"),
            // The night in which the clock goes from 2 to 3: there is no 02:30.
            (AtOnce, Some((60, 150)), false, "2026-03-29T00:30:00Z", "2026-03-29T01:30:00Z"),
        ] {
            let times = MailTimes { pace, daily_at: 480, quiet, quiet_weekends: weekends };
            let found = goes_out(&times, "Europe/Berlin", at(now));
            assert_eq!(found, at(expected), "{pace:?} {quiet:?} {weekends} {now}");
        }
    }

    #[test]
    fn a_zone_that_nobody_knows_is_utc() {
        let times = MailTimes { pace: MailPace::Daily, ..MailTimes::default() };
        assert_eq!(goes_out(&times, "Nowhere/City", at("2026-11-27T07:30:00Z")), at("2026-11-27T08:00:00Z"));
    }
}
