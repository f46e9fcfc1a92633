//! When a ticket may be rated, as a table.

use chrono::{DateTime, TimeDelta, Utc};
use engine::{
    Status::{self, Closed, New, Open, Pending, Resolved},
    rules::rating::{RATING_TIME, finished_at, may_be_rated},
};

fn day(day: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::days(day)
}

#[test]
fn a_ticket_is_rated_once_for_each_time_that_it_is_finished() {
    let cases: [(&[Status], Option<i64>, &str); 7] = [
        (&[New, Open], None, "it never was finished"),
        (&[New, Resolved], Some(1), "resolved"),
        (&[New, Resolved, Closed], Some(1), "closing what is resolved is not a second time"),
        (&[New, Pending, Closed], Some(2), "closed without being resolved"),
        (&[New, Resolved, Open], Some(1), "reopened: the last time is known"),
        (&[New, Resolved, Open, Resolved, Closed], Some(3), "finished anew"),
        (&[Closed, Resolved], Some(0), "from closed to resolved is no reopening"),
    ];
    for (statuses, expected, why) in cases {
        let statuses: Vec<_> = (0..).map(day).zip(statuses.iter().copied()).collect();
        assert_eq!(finished_at(&statuses), expected.map(day), "{why}");
    }
}

#[test]
fn a_rating_is_given_while_the_ticket_is_finished_and_for_thirty_days() {
    let almost = RATING_TIME - TimeDelta::seconds(1);
    for (status, after, expected) in [
        (Resolved, TimeDelta::zero(), true),
        (Closed, almost, true),
        (Closed, RATING_TIME, false),
        (Open, TimeDelta::zero(), false),
        (Pending, TimeDelta::zero(), false),
        (New, TimeDelta::zero(), false),
    ] {
        assert_eq!(may_be_rated(status, day(0), day(0) + after), expected, "{status} after {after}");
    }
}
