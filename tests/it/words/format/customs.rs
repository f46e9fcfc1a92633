//! The table of names: each weekday and month stands at its place in both languages.

use chrono::TimeDelta;
use words::Lang::{De, En};
use words::format::{date, weekday_date_time};

use super::at;

#[test]
fn the_week_runs_from_monday_to_sunday() {
    let monday = at("2019-01-07T12:00:00Z");
    let names = |lang| {
        (0..7)
            .map(move |day| weekday_date_time(lang, "UTC", monday + TimeDelta::days(day)))
            .map(|text| text.split_once(',').map(|(name, _)| name.to_owned()).unwrap_or_default())
    };
    assert!(names(De).eq(["Mo.", "Di.", "Mi.", "Do.", "Fr.", "Sa.", "So."]));
    assert!(names(En).eq(["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]));
}

#[test]
fn the_year_runs_from_january_to_december() {
    let english = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    for (month, name) in (1..).zip(english) {
        let day = at(&format!("2019-{month:02}-03T12:00:00Z"));
        assert_eq!(date(En, "UTC", day), format!("3 {name} 2019"));
        assert_eq!(date(De, "UTC", day), format!("03.{month:02}.2019"));
    }
}
