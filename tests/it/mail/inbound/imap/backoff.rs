//! How long the fetcher waits after a fault.

use std::time::Duration;

use mail::inbound::imap::backoff::delay;

#[test]
fn waits_grow_to_minutes_and_no_further() {
    let first = delay(0, "a", false);
    assert!(first <= Duration::from_millis(1250), "{first:?}");
    for faults in 0..100 {
        let wait = delay(faults, "a", false);
        assert!(wait <= Duration::from_secs(375), "{wait:?}");
        assert!(faults < 10 || wait >= Duration::from_secs(225), "{wait:?}");
    }
}

#[test]
fn a_refused_log_in_is_not_repeated_at_once() {
    assert!(delay(0, "a", true) >= Duration::from_secs(22));
}

#[test]
fn mailboxes_do_not_all_come_back_together() {
    let waits: std::collections::BTreeSet<Duration> =
        (0..20).map(|number| delay(5, &number.to_string(), false)).collect();
    assert!(waits.len() > 5, "{waits:?}");
}
