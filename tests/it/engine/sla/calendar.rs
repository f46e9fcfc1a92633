//! What a calendar is made of, and what it refuses.

use engine::sla::{BusinessTime, Hours, Kind, Weekday, whole_week};

use super::{at, day, office, on, workdays};

fn refused(zone: &str, hours: &[Hours], region: Option<&str>) -> (&'static str, &'static str) {
    let invalid = BusinessTime::new(zone, hours, &[], region).expect_err("refused");
    (invalid.field, invalid.reason)
}

#[test]
fn s66_a_calendar_says_which_field_is_wrong() {
    let usual = workdays(&[("08:00", "17:00")]);
    let cases: [(&str, Vec<Hours>, Option<&str>, (&str, &str)); 10] = [
        ("Mars/Olympus", usual.clone(), None, ("timeZone", "time-zone-unknown")),
        ("", usual.clone(), None, ("timeZone", "time-zone-unknown")),
        ("Europe/Berlin", vec![], None, ("hours", "hours-required")),
        ("Europe/Berlin", workdays(&[("8:00", "17:00")]), None, ("hours", "time-invalid")),
        ("Europe/Berlin", workdays(&[("08:00", "24:01")]), None, ("hours", "time-invalid")),
        ("Europe/Berlin", workdays(&[("08:60", "09:00")]), None, ("hours", "time-invalid")),
        ("Europe/Berlin", workdays(&[("17:00", "08:00")]), None, ("hours", "hours-reversed")),
        ("Europe/Berlin", workdays(&[("08:00", "08:00")]), None, ("hours", "hours-reversed")),
        (
            "Europe/Berlin",
            workdays(&[("08:00", "12:00"), ("11:59", "13:00")]),
            None,
            ("hours", "hours-overlap"),
        ),
        ("Europe/Berlin", usual, Some("DE-XX"), ("holidayRegion", "region-unknown")),
    ];
    for (zone, hours, region, expected) in cases {
        assert_eq!(refused(zone, &hours, region), expected, "{zone} {hours:?} {region:?}");
    }
}

#[test]
fn spans_that_touch_are_one_and_may_end_at_midnight() {
    let hours = on(&[Weekday::Monday], &[("12:00", "24:00"), ("08:00", "12:00")]);
    let calendar = BusinessTime::new("UTC", &hours, &[], None).expect("a calendar");
    assert_eq!(calendar.weekly_minutes(), 16 * 60);
    let open: Vec<_> = calendar
        .pieces(at("2026-11-23T00:00:00Z"), at("2026-11-25T00:00:00Z"))
        .filter(|piece| piece.kind == Kind::Open)
        .map(|piece| (piece.from, piece.to))
        .collect();
    assert_eq!(open, [(at("2026-11-23T08:00:00Z"), at("2026-11-24T00:00:00Z"))]);
}

#[test]
fn s66_the_hour_that_comes_twice_in_autumn_counts_twice_and_the_one_left_out_in_spring_not_at_all() {
    let calendar = BusinessTime::new("Europe/Berlin", &whole_week(), &[], None).expect("a calendar");
    let hours = |from, to| {
        let open = calendar.pieces(at(from), at(to)).filter(|piece| piece.kind == Kind::Open);
        open.map(|piece| (piece.to - piece.from).num_minutes()).sum::<i64>() / 60
    };
    assert_eq!(hours("2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"), 25);
    assert_eq!(hours("2027-03-27T23:00:00Z", "2027-03-28T22:00:00Z"), 23);

    let night = on(&[Weekday::Sunday], &[("02:15", "02:45")]);
    let night = BusinessTime::new("Europe/Berlin", &night, &[], None).expect("a calendar");
    let minutes = |from, to| {
        let open = night.pieces(at(from), at(to)).filter(|piece| piece.kind == Kind::Open);
        open.map(|piece| (piece.to - piece.from).num_minutes()).sum::<i64>()
    };
    assert_eq!(minutes("2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"), 60);
    assert_eq!(minutes("2027-03-27T23:00:00Z", "2027-03-28T22:00:00Z"), 0);
    assert_eq!(minutes("2027-04-03T22:00:00Z", "2027-04-04T22:00:00Z"), 30);
}

#[test]
fn holidays_by_hand_and_of_a_region_are_listed_together() {
    let own = [day("2026-12-24", "Heiligabend"), day("2026-12-25", "Betriebsruhe")];
    let hours = workdays(&[("08:00", "17:00")]);
    let calendar = BusinessTime::new("Europe/Berlin", &hours, &own, Some("de-by")).expect("a calendar");
    let listed = calendar.holidays(2026..=2026);
    assert_eq!(listed.len(), 14);
    let december: Vec<_> = listed.iter().rev().take(3).map(|day| day.name.as_str()).collect();
    assert_eq!(december, ["2. Weihnachtstag", "Betriebsruhe", "Heiligabend"]);
    assert_eq!(office().holidays(2026..=2030), []);
}
