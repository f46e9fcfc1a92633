//! Delays in calendar days and in business days.

use std::time::Duration;

use engine::sla::{BusinessTime, Delay, parse_delay};

use super::{at, day, office, workdays};

#[test]
fn s69_business_days_end_with_business_and_leave_out_weekends_and_holidays() {
    let hours = workdays(&[("08:00", "12:00"), ("13:00", "17:00")]);
    let eve = [day("2026-12-24", "Heiligabend")];
    let calendar = BusinessTime::new("Europe/Berlin", &hours, &eve, Some("DE")).expect("a calendar");
    let cases = [
        // Friday noon, Friday night and Saturday: the first business day is Monday.
        ("2026-11-27T11:31:00Z", 1, "2026-11-30T16:00:00Z"),
        ("2026-11-27T22:00:00Z", 1, "2026-11-30T16:00:00Z"),
        ("2026-11-28T09:00:00Z", 1, "2026-11-30T16:00:00Z"),
        ("2026-11-27T11:31:00Z", 5, "2026-12-04T16:00:00Z"),
        ("2026-11-27T11:31:00Z", 10, "2026-12-11T16:00:00Z"),
        // From Wednesday over Christmas into the new year; in summer business ends an hour earlier in UTC.
        ("2026-12-23T09:00:00Z", 1, "2026-12-28T16:00:00Z"),
        ("2026-12-23T09:00:00Z", 5, "2027-01-04T16:00:00Z"),
        ("2027-03-26T09:00:00Z", 1, "2027-03-30T15:00:00Z"),
    ];
    for (from, days, closes) in cases {
        assert_eq!(
            Delay::BusinessDays(days).end(at(from), &calendar),
            Some(at(closes)),
            "{days}bd from {from}"
        );
    }
}

#[test]
fn s69_calendar_days_ignore_the_calendar() {
    let week = Delay::Time(Duration::from_hours(7 * 24));
    assert_eq!(week.end(at("2026-11-27T11:31:00Z"), &office()), Some(at("2026-12-04T11:31:00Z")));
}

#[test]
fn a_delay_beyond_any_calendar_never_ends() {
    let never = Delay::Time(Duration::from_secs(u64::MAX));
    assert_eq!(never.end(at("2026-11-27T11:31:00Z"), &office()), None);
    assert_eq!(Delay::BusinessDays(u32::MAX).end(at("2026-11-27T11:31:00Z"), &office()), None);
}

#[test]
fn s69_business_days_are_written_with_bd() {
    assert_eq!(parse_delay("7bd"), Some(Ok(Delay::BusinessDays(7))));
    assert_eq!(parse_delay(" 10 bd "), Some(Ok(Delay::BusinessDays(10))));
    assert_eq!(parse_delay("7d"), None);
    for wrong in ["0bd", "bd", "-1bd", "1.5bd", "99999bd"] {
        assert!(matches!(parse_delay(wrong), Some(Err(_))), "{wrong}");
    }
    let written = [
        Delay::BusinessDays(7),
        Delay::Time(Duration::from_hours(48)),
        Delay::Time(Duration::from_mins(90)),
        Delay::Time(Duration::from_secs(3_601)),
    ];
    assert_eq!(written.map(|delay| delay.to_string()), ["7bd", "2d", "90m", "3601s"]);
}
