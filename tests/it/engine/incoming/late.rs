//! The table of answers that come too late to reopen their ticket.

use std::time::Duration;

use chrono::{DateTime, TimeDelta};
use engine::{
    incoming::late::{Late, is_late},
    lifecycle::Step,
};

#[test]
fn only_a_customers_own_words_come_too_late_and_only_after_the_time() {
    let now = DateTime::UNIX_EPOCH + TimeDelta::days(100);
    let day = Duration::from_hours(24);
    let days = |days| Some(now - TimeDelta::days(days));
    let table = [
        // step, staff, closed for days, reopened within days, opens a new one
        (Step::CustomerComments, false, Some(31), Some(30), true),
        (Step::CustomerComments, false, Some(30), Some(30), false),
        (Step::CustomerComments, false, Some(1), Some(0), true),
        (Step::CustomerComments, false, Some(99), None, false),
        (Step::CustomerComments, false, None, Some(30), false),
        (Step::CustomerComments, true, Some(31), Some(30), false),
        (Step::AutomaticReply, false, Some(31), Some(30), false),
        (Step::MailIsHeldBack, false, Some(31), Some(30), false),
        (Step::InternalNote, true, Some(31), Some(30), false),
        (Step::StaffAnswers, true, Some(31), Some(30), false),
    ];
    for (step, staff, closed, within, late) in table {
        let reopen_within = within.map(|days: u32| day * days);
        let of = Late { step, staff, closed_since: closed.and_then(days), reopen_within };
        assert_eq!(is_late(of, now), late, "{of:?}");
    }
    let for_ever = Late {
        step: Step::CustomerComments,
        staff: false,
        closed_since: days(99),
        reopen_within: Some(Duration::MAX),
    };
    assert!(!is_late(for_ever, now));
}
