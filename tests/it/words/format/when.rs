//! Points in time on the reader's wall clock.

use chrono::{DateTime, Utc};
use words::Lang::{De, En};
use words::format::{date, date_time, weekday_calendar_day, weekday_date_time};

use super::at;

#[test]
fn s26_a_date_is_written_as_the_language_and_the_zone_have_it() {
    for (zone, then, german, english) in [
        ("Europe/Berlin", "2019-01-02T13:40:00Z", "02.01.2019, 14:40", "2 Jan 2019, 14:40"),
        ("Europe/Berlin", "2019-07-02T13:40:59Z", "02.07.2019, 15:40", "2 Jul 2019, 15:40"),
        ("Europe/Berlin", "2018-12-31T23:05:00Z", "01.01.2019, 00:05", "1 Jan 2019, 00:05"),
        ("America/New_York", "2019-01-02T03:00:00Z", "01.01.2019, 22:00", "1 Jan 2019, 22:00"),
        ("Asia/Kathmandu", "2019-01-02T13:40:00Z", "02.01.2019, 19:25", "2 Jan 2019, 19:25"),
        ("UTC", "2019-01-02T13:40:00Z", "02.01.2019, 13:40", "2 Jan 2019, 13:40"),
        // the hour that comes twice when summer time ends
        ("Europe/Berlin", "2026-10-25T00:30:00Z", "25.10.2026, 02:30", "25 Oct 2026, 02:30"),
        ("Europe/Berlin", "2026-10-25T01:30:00Z", "25.10.2026, 02:30", "25 Oct 2026, 02:30"),
        // a zone nobody knows counts as UTC
        ("Europe/Entenhausen", "2019-01-02T13:40:00Z", "02.01.2019, 13:40", "2 Jan 2019, 13:40"),
        ("", "2019-01-02T13:40:00Z", "02.01.2019, 13:40", "2 Jan 2019, 13:40"),
        ("../../etc/passwd", "2019-01-02T13:40:00Z", "02.01.2019, 13:40", "2 Jan 2019, 13:40"),
    ] {
        let then = at(then);
        assert_eq!(
            (date_time(De, zone, then).as_str(), date_time(En, zone, then).as_str()),
            (german, english)
        );
        assert!(date_time(De, zone, then).starts_with(&date(De, zone, then)));
        assert!(date_time(En, zone, then).starts_with(&date(En, zone, then)));
    }
}

#[test]
fn s69_a_closing_time_names_the_weekday() {
    for (then, german, english) in [
        ("2019-01-25T16:00:00Z", "Fr., 25.01.2019 um 17:00 Uhr", "Fri, 25 Jan 2019 at 17:00"),
        ("2019-01-27T23:00:00Z", "Mo., 28.01.2019 um 00:00 Uhr", "Mon, 28 Jan 2019 at 00:00"),
    ] {
        let then = at(then);
        assert_eq!(weekday_date_time(De, "Europe/Berlin", then), german);
        assert_eq!(weekday_date_time(En, "Europe/Berlin", then), english);
    }
}

#[test]
fn a_time_beyond_every_calendar_is_still_written_somehow() {
    for then in [DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC] {
        assert!(!weekday_date_time(De, "Europe/Berlin", then).is_empty());
    }
}

#[test]
fn a_day_has_its_name_in_each_language() {
    let day = |text: &str| text.parse::<chrono::NaiveDate>().expect("a day");
    assert_eq!(weekday_calendar_day(De, day("2026-11-30")), "Mo., 30.11.2026");
    assert_eq!(weekday_calendar_day(En, day("2026-12-06")), "Sun, 6 Dec 2026");
}
