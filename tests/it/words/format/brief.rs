//! Ages and due times, with a clock that the table moves.

use words::Lang::{De, En};
use words::format::{age, days_until, due_time};

use super::at;

#[test]
fn an_age_is_counted_for_a_week_and_then_is_the_day() {
    let now = at("2019-01-25T12:00:00Z");
    for (then, german, english) in [
        ("2019-01-25T12:00:30Z", "gerade eben", "just now"),
        ("2019-01-25T11:57:00Z", "3 min", "3 min"),
        ("2019-01-25T08:00:00Z", "4 h", "4 h"),
        ("2019-01-23T08:00:00Z", "2 T", "2 d"),
        ("2019-01-12T08:00:00Z", "12.01.", "12 Jan"),
        ("2018-12-31T23:30:00Z", "01.01.", "1 Jan"),
        ("2018-11-12T08:00:00Z", "12.11.2018", "12 Nov 2018"),
    ] {
        assert_eq!(age(De, "Europe/Berlin", now, at(then)), german, "{then}");
        assert_eq!(age(En, "Europe/Berlin", now, at(then)), english, "{then}");
    }
}

#[test]
fn what_is_due_soon_is_told_by_the_clock_and_then_by_the_day() {
    let now = at("2019-01-25T12:00:00Z");
    for (then, german, english) in [
        ("2019-01-25T14:20:00Z", "15:20", "15:20"),
        ("2019-01-26T09:30:00Z", "morgen 10:30", "tomorrow 10:30"),
        ("2019-01-28T08:00:00Z", "Mo 09:00", "Mon 09:00"),
        ("2019-02-05T08:00:00Z", "05.02.", "5 Feb"),
        ("2019-01-24T08:00:00Z", "24.01.", "24 Jan"),
    ] {
        assert_eq!(due_time(De, "Europe/Berlin", now, at(then)), german, "{then}");
        assert_eq!(due_time(En, "Europe/Berlin", now, at(then)), english, "{then}");
    }
}

#[test]
fn days_are_counted_by_the_midnights_of_the_reader() {
    let now = at("2019-01-25T22:30:00Z");
    for (then, berlin, utc) in [
        ("2019-01-25T22:45:00Z", 0, 0),
        ("2019-01-25T23:30:00Z", 1, 0),
        ("2019-01-26T22:00:00Z", 1, 1),
        ("2019-02-01T16:00:00Z", 7, 7),
        ("2019-01-24T12:00:00Z", -1, -1),
    ] {
        assert_eq!(days_until("Europe/Berlin", now, at(then)), berlin, "{then}");
        assert_eq!(days_until("UTC", now, at(then)), utc, "{then}");
    }
}
