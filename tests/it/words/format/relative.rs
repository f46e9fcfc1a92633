//! How long ago, in two units, with a clock that the table moves.

use words::Lang::{De, En};
use words::format::relative;

use super::at;

const NOW: &str = "2019-01-05T18:40:00Z";

#[test]
fn s26_recent_times_are_relative_in_two_units_and_older_ones_are_dates() {
    for (then, german, english) in [
        ("2019-01-05T18:40:00Z", "gerade eben", "just now"),
        ("2019-01-05T18:39:01Z", "gerade eben", "just now"),
        ("2019-01-05T18:39:00Z", "vor 1 Minute", "1 minute ago"),
        ("2019-01-05T18:37:31Z", "vor 2 Minuten", "2 minutes ago"),
        ("2019-01-05T17:40:00Z", "vor 1 Stunde", "1 hour ago"),
        ("2019-01-05T17:39:00Z", "vor 1 Stunde 1 Minute", "1 hour 1 minute ago"),
        ("2019-01-05T16:35:00Z", "vor 2 Stunden 5 Minuten", "2 hours 5 minutes ago"),
        ("2019-01-04T18:40:00Z", "vor 1 Tag", "1 day ago"),
        ("2019-01-04T18:00:00Z", "vor 1 Tag", "1 day ago"),
        ("2019-01-04T17:00:00Z", "vor 1 Tag 1 Stunde", "1 day 1 hour ago"),
        ("2019-01-02T13:40:00Z", "vor 3 Tagen 5 Stunden", "3 days 5 hours ago"),
        ("2018-12-29T18:40:01Z", "vor 6 Tagen 23 Stunden", "6 days 23 hours ago"),
        ("2018-12-29T18:40:00Z", "29.12.2018", "29 Dec 2018"),
        ("2018-12-20T23:30:00Z", "21.12.2018", "21 Dec 2018"), // already the next day in Berlin
        ("1719-01-01T12:00:00Z", "01.01.1719", "1 Jan 1719"),
    ] {
        check(then, german, english);
    }
}

#[test]
fn times_to_come_are_told_the_same_way() {
    for (then, german, english) in [
        ("2019-01-05T18:40:59Z", "gleich", "in a moment"),
        ("2019-01-05T18:41:00Z", "in 1 Minute", "in 1 minute"),
        ("2019-01-05T20:40:00Z", "in 2 Stunden", "in 2 hours"),
        ("2019-01-07T18:40:00Z", "in 2 Tagen", "in 2 days"),
        ("2019-01-08T23:59:59Z", "in 3 Tagen 5 Stunden", "in 3 days 5 hours"),
        ("2019-01-12T18:40:00Z", "12.01.2019", "12 Jan 2019"),
    ] {
        check(then, german, english);
    }
}

fn check(then: &str, german: &str, english: &str) {
    let told = |lang| relative(lang, "Europe/Berlin", at(NOW), at(then));
    assert_eq!((told(De).as_str(), told(En).as_str()), (german, english), "{then}");
}
