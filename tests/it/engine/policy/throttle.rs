//! How often something may be tried.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use engine::policy::throttle::{LOGIN_PER_ACCOUNT, Limit, Tally};

const LIMIT: Limit = Limit { name: "test", tries: 3, window: Duration::from_mins(1) };

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::seconds(seconds)
}

fn tally(count: i64, since: i64) -> Tally {
    Tally { count, since: at(since) }
}

#[test]
fn a_window_begins_with_its_first_try_and_ends_in_time() {
    for (before, now, after) in [
        (None, 100, Ok(tally(1, 100))),
        (Some(tally(1, 100)), 110, Ok(tally(2, 100))),
        (Some(tally(2, 100)), 159, Ok(tally(3, 100))),
        (Some(tally(3, 100)), 159, Err(Duration::from_secs(1))),
        (Some(tally(3, 100)), 100, Err(Duration::from_mins(1))),
        (Some(tally(3, 100)), 160, Ok(tally(1, 160))),
        // A clock that was set back locks nobody out.
        (Some(tally(3, 100)), 99, Ok(tally(1, 99))),
    ] {
        assert_eq!(LIMIT.count(before, at(now)), after, "{before:?} at {now}");
    }
}

#[test]
fn s49_ten_failures_in_a_quarter_of_an_hour_are_enough() {
    assert_eq!((LOGIN_PER_ACCOUNT.tries, LOGIN_PER_ACCOUNT.window), (10, Duration::from_mins(15)));
}
