//! When a member of the staff is away, as tables.

use chrono::{DateTime, NaiveDate, Utc};
use engine::rules::absence::{chosen, today, told};

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

#[test]
fn the_day_is_that_of_the_persons_time_zone() {
    for (zone, now, expected) in [
        ("Europe/Berlin", "2026-12-23T22:59:59Z", "2026-12-23"),
        ("Europe/Berlin", "2026-12-23T23:00:00Z", "2026-12-24"),
        ("America/New_York", "2026-12-24T04:59:59Z", "2026-12-23"),
        ("Nowhere/City", "2026-12-24T00:00:00Z", "2026-12-24"),
    ] {
        let now: DateTime<Utc> = now.parse().expect("a time");
        assert_eq!(today(zone, now), day(expected), "{zone} {now}");
    }
}

#[test]
fn an_absence_holds_from_its_first_to_its_last_day() {
    for (from, until, now, expected) in [
        ("2026-12-24", Some("2027-01-02"), "2026-12-23", Some(false)),
        ("2026-12-24", Some("2027-01-02"), "2026-12-24", Some(true)),
        ("2026-12-24", Some("2027-01-02"), "2027-01-02", Some(true)),
        ("2026-12-24", Some("2027-01-02"), "2027-01-03", None),
        ("2026-12-24", Some("2026-12-24"), "2026-12-24", Some(true)),
        ("2026-12-24", None, "2036-12-24", Some(true)),
    ] {
        let found = told(day(from), until.map(day), day(now));
        assert_eq!(found.map(|absence| absence.now), expected, "{from} {until:?} {now}");
        assert!(found.is_none_or(|found| found.from == day(from) && found.until == until.map(day)));
    }
}

#[test]
fn what_is_over_backwards_or_far_away_cannot_be_chosen() {
    let now = day("2026-12-01");
    for (from, until, expected) in [
        (None, None, Ok((now, None))),
        (None, Some("2026-12-01"), Ok((now, Some(now)))),
        (Some("2026-11-20"), Some("2026-12-05"), Ok((day("2026-11-20"), Some(day("2026-12-05"))))),
        (None, Some("2026-11-30"), Err(("until", "absence-over"))),
        (Some("2026-12-06"), Some("2026-12-05"), Err(("until", "absence-backwards"))),
        (Some("2037-12-06"), None, Err(("from", "absence-far"))),
        (None, Some("9999-12-31"), Err(("until", "absence-far"))),
    ] {
        let found = chosen(from.map(day), until.map(day), now);
        let found = found.map_err(|error| (error.field().unwrap_or_default(), error.reason()));
        assert_eq!(found, expected, "{from:?} {until:?}");
    }
}
