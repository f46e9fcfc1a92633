//! How often something may be tried.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use engine::policy::throttle::{
    LOGIN_BEYOND, LOGIN_PER_ACCOUNT_AND_PLACE, Limit, Tally, login_delay, network,
};

const LIMIT: Limit = Limit { name: "test", tries: 3, window: Duration::from_mins(1) };

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::seconds(seconds)
}

#[test]
fn a_full_window_says_when_it_ends() {
    let tally = |count| Tally { count, since: at(100) };
    for (count, now, verdict) in [
        (1, 100, Ok(2)),
        (3, 159, Ok(0)),
        (4, 159, Err(Duration::from_secs(1))),
        (4, 100, Err(Duration::from_mins(1))),
        (900, 130, Err(Duration::from_secs(30))),
    ] {
        assert_eq!(LIMIT.judge(tally(count), at(now)), verdict, "{count} at {now}");
    }
}

#[test]
fn s49_ten_failures_in_a_quarter_of_an_hour_are_enough() {
    let limit = LOGIN_PER_ACCOUNT_AND_PLACE;
    assert_eq!((limit.tries, limit.window), (10, Duration::from_mins(15)));
}

#[test]
fn c5_beyond_the_failures_of_an_address_two_tries_for_each_name_are_left() {
    let limit = LOGIN_BEYOND;
    assert_eq!((limit.tries, limit.window), (2, Duration::from_mins(15)));
}

#[test]
fn many_failures_make_the_next_log_in_slow_and_never_slower_than_two_seconds() {
    for (account, address, millis) in [
        (1, 1, 0),
        (50, 100, 0),
        (51, 1, 100),
        (1, 101, 100),
        (60, 300, 2_000),
        (71, 1, 300),
        (9_999, 9_999, 2_000),
    ] {
        assert_eq!(login_delay(account, address), Duration::from_millis(millis), "{account}, {address}");
    }
}

#[test]
fn an_ipv6_client_is_its_network_and_an_ipv4_client_its_address() {
    for (address, of) in [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("a socket", "a socket"),
    ] {
        assert_eq!(network(address), of);
    }
}
