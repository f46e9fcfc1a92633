//! What the clocks of a ticket show, case by case.

use chrono::{DateTime, Utc};
use engine::{
    Status,
    sla::{BusinessTime, Clock, ClockKind, History, Reading, Reason, Terms, read},
};

use super::{at, day, office, workdays};

const TARGET: i32 = 8 * 60;

fn history(statuses: &[(&str, Status)], answered: Option<&str>) -> History {
    History {
        opened: at("2026-11-26T13:06:00Z"),
        statuses: statuses.iter().map(|(when, status)| (at(when), *status)).collect(),
        answered: answered.map(at),
    }
}

fn shown(kind: ClockKind, calendar: &BusinessTime, history: &History, now: &str) -> Reading {
    read(kind, Terms { calendar, target_minutes: TARGET, warn_percent: 75 }, history, at(now))
}

fn restoration(statuses: &[(&str, Status)], now: &str) -> Reading {
    shown(ClockKind::Restoration, &office(), &history(statuses, None), now)
}

/// How a reading is told in one line: elapsed, remaining, due.
fn told(reading: &Reading) -> (i32, i32, Option<DateTime<Utc>>) {
    (reading.elapsed_minutes(), reading.remaining_minutes(), reading.due_at)
}

/// The picture of the design: opened on Thursday at 14:06, half an hour in PENDING on Friday.
#[test]
fn s66_the_clock_explains_itself_without_a_gap() {
    let reading = restoration(
        &[
            ("2026-11-26T13:10:00Z", Status::Open),
            ("2026-11-27T10:52:00Z", Status::Pending),
            ("2026-11-27T11:22:00Z", Status::Open),
        ],
        "2026-11-27T11:31:00Z",
    );
    assert_eq!(told(&reading), (415, 65, Some(at("2026-11-27T12:36:00Z"))));
    let why: Vec<_> = reading.intervals.iter().map(|interval| (interval.to, interval.reason)).collect();
    assert_eq!(
        why,
        [
            (at("2026-11-26T16:00:00Z"), Reason::BusinessHours),
            (at("2026-11-27T07:00:00Z"), Reason::OutsideHours),
            (at("2026-11-27T10:52:00Z"), Reason::BusinessHours),
            (at("2026-11-27T11:22:00Z"), Reason::Pending),
            (at("2026-11-27T11:31:00Z"), Reason::BusinessHours),
        ]
    );
    assert_eq!(reading.warns_at, Some(at("2026-11-27T10:06:00Z")));
}

#[test]
fn s66_a_question_stops_the_clock_and_the_answer_resumes_it_with_the_same_minutes() {
    let asked = [("2026-11-26T14:06:00Z", Status::Pending)];
    let reading = restoration(&asked, "2026-11-30T12:00:00Z");
    assert_eq!((told(&reading), reading.clock), ((60, 420, None), Clock::Paused));

    let answered = [asked[0], ("2026-11-30T12:00:00Z", Status::Open)];
    let reading = restoration(&answered, "2026-11-30T12:00:00Z");
    assert_eq!(told(&reading), (60, 420, Some(at("2026-12-01T10:00:00Z"))));
}

#[test]
fn s66_a_holiday_does_not_count_and_says_so() {
    let friday = [day("2026-11-27", "Betriebsfeier")];
    let calendar =
        BusinessTime::new("Europe/Berlin", &workdays(&[("08:00", "17:00")]), &friday, None).expect("one");
    let reading = shown(ClockKind::Restoration, &calendar, &history(&[], None), "2026-11-30T08:00:00Z");
    assert_eq!(told(&reading), (174 + 60, 246, Some(at("2026-11-30T12:06:00Z"))));
    let why: Vec<_> = reading.intervals.iter().map(|interval| interval.reason).collect();
    let outside = Reason::OutsideHours;
    assert_eq!(why, [Reason::BusinessHours, outside, Reason::Holiday, outside, Reason::BusinessHours]);
}

#[test]
fn s68_resolving_ends_restoration_and_reopening_goes_on() {
    let resolved = [("2026-11-26T14:06:00Z", Status::Resolved), ("2026-12-03T14:06:00Z", Status::Closed)];
    let reading = restoration(&resolved, "2026-12-10T12:00:00Z");
    assert_eq!(reading.clock, Clock::Met(at("2026-11-26T14:06:00Z")));
    assert_eq!((told(&reading), reading.breached()), ((60, 420, None), false));
    assert_eq!(reading.intervals.last().map(|last| last.to), Some(at("2026-11-26T14:06:00Z")));

    let reopened = [resolved[0], resolved[1], ("2026-12-10T12:00:00Z", Status::Open)];
    let reading = restoration(&reopened, "2026-12-10T13:00:00Z");
    assert_eq!(told(&reading), (120, 360, Some(at("2026-12-11T10:00:00Z"))));
    assert!(reading.intervals.iter().any(|interval| interval.reason == Reason::Resolved));
}

#[test]
fn s66_the_response_clock_ends_with_the_first_public_answer() {
    let answered = history(
        &[("2026-11-26T13:29:00Z", Status::Pending), ("2026-11-27T10:00:00Z", Status::Open)],
        Some("2026-11-26T13:29:00Z"),
    );
    let reading = shown(ClockKind::Response, &office(), &answered, "2026-11-30T12:00:00Z");
    assert_eq!((reading.clock, told(&reading)), (Clock::Met(at("2026-11-26T13:29:00Z")), (23, 457, None)));

    // Nobody waits for an answer on what the customer closed.
    let closed = history(&[("2026-11-26T14:06:00Z", Status::Closed)], None);
    let reading = shown(ClockKind::Response, &office(), &closed, "2026-11-30T12:00:00Z");
    assert_eq!((reading.clock, told(&reading)), (Clock::Paused, (60, 420, None)));
}

#[test]
fn a_time_that_has_passed_stays_due_when_it_was_and_the_minutes_left_are_negative() {
    let due = at("2026-11-27T12:06:00Z");
    let reading = restoration(&[], "2026-11-27T12:06:00Z");
    assert_eq!((told(&reading), reading.breached()), ((480, 0, Some(due)), false));
    let reading = restoration(&[], "2026-11-27T12:06:01Z");
    assert_eq!((told(&reading), reading.breached()), ((481, -1, Some(due)), true));
    let reading = restoration(&[("2026-11-27T13:06:00Z", Status::Pending)], "2026-12-27T12:06:00Z");
    assert_eq!((told(&reading), reading.breached(), reading.used_up_at), ((540, -60, None), true, Some(due)));
}

/// The warning falls on the 27th at 10:06, the end on the same day at 12:06. Nobody is warned of a time that stands still, and
/// somebody is as soon as it goes on.
#[test]
fn s66_there_is_a_warning_only_where_it_is_known_when_the_time_will_have_passed() {
    let (before, warned) = ("2026-11-27T10:00:00Z", "2026-11-27T10:10:00Z");
    let (due, later) = ("2026-11-27T12:10:00Z", "2026-11-30T07:00:00Z");
    let told = Some(at("2026-11-27T10:06:00Z"));
    for (statuses, now, warning, used_up) in [
        (&[][..], before, told, true),
        (&[][..], later, told, true),
        (&[(warned, Status::Pending)][..], later, None, false),
        (&[(warned, Status::Resolved)][..], later, None, false),
        (&[(warned, Status::Pending), (later, Status::Open)][..], later, told, true),
        (&[(due, Status::Pending)][..], later, told, true),
        (&[(due, Status::Closed)][..], later, told, true),
    ] {
        let reading = restoration(statuses, now);
        let found = (reading.warning_at(), reading.used_up_at.is_some());
        assert_eq!(found, (warning, used_up), "{statuses:?} at {now}");
    }
}

#[test]
fn a_history_whose_times_run_backwards_is_read_all_the_same() {
    let odd = [("2026-11-26T14:06:00Z", Status::Pending), ("2026-11-26T12:00:00Z", Status::Open)];
    let reading = restoration(&odd, "2026-11-26T15:06:00Z");
    assert_eq!(reading.elapsed_minutes(), 120);
    let before = restoration(&[], "2026-11-20T12:00:00Z");
    assert_eq!((before.elapsed_minutes(), before.intervals.len()), (0, 0));
}
