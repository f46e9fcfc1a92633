//! The table of the lifecycle, row by row as the design states it, and the clocks that it starts.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use engine::{
    Status::{self, Closed, New, Open, Pending, Resolved},
    Turn,
    lifecycle::{Delays, Step, remind_at},
    sla::{BusinessTime, Delay, whole_week},
};

/// A step, and where it leads from NEW, OPEN, PENDING, RESOLVED, CLOSED; `None`: refused.
type Row = (Step, [Option<Status>; 5]);

const fn to(all: Status) -> [Option<Status>; 5] {
    [Some(all); 5]
}

const SAME: [Option<Status>; 5] = [Some(New), Some(Open), Some(Pending), Some(Resolved), Some(Closed)];

const TABLE: &[Row] = &[
    (Step::CustomerComments, [Some(New), Some(Open), Some(Open), Some(Open), Some(Open)]),
    (Step::CustomerPicks(Closed), to(Closed)),
    (Step::CustomerPicks(New), [None; 5]),
    (Step::CustomerPicks(Open), [None; 5]),
    (Step::CustomerPicks(Pending), [None; 5]),
    (Step::CustomerPicks(Resolved), [None; 5]),
    (Step::AutomaticReply, SAME),
    (Step::StaffAnswers, [Some(Open), Some(Open), Some(Pending), Some(Resolved), Some(Closed)]),
    (Step::StaffAssigns, [Some(Open), Some(Open), Some(Pending), Some(Resolved), Some(Closed)]),
    (Step::StaffPicks(New), to(New)),
    (Step::StaffPicks(Open), to(Open)),
    (Step::StaffPicks(Pending), to(Pending)),
    (Step::StaffPicks(Resolved), to(Resolved)),
    (Step::StaffPicks(Closed), to(Closed)),
    (Step::InternalNote, SAME),
    (Step::MailIsHeldBack, SAME),
    (Step::AutoCloseElapses, [None, None, Some(Closed), Some(Closed), None]),
];

#[test]
fn s75_each_step_leads_where_the_table_says_and_what_is_not_listed_is_refused() {
    for (step, row) in TABLE {
        for (from, expected) in Status::ALL.iter().zip(row) {
            if let Some(expected) = expected {
                assert_eq!(from.after(*step), Ok(*expected), "{step:?} from {from}");
            } else {
                let refused = from.after(*step).unwrap_err();
                assert_eq!((refused.from, refused.step), (*from, *step));
            }
        }
    }
}

#[test]
fn only_a_mail_that_is_held_back_ends_the_waiting_and_leaves_the_status() {
    for (step, _) in TABLE {
        assert_eq!(step.keeps_open(), *step == Step::MailIsHeldBack, "{step:?}");
    }
}

#[test]
fn the_staff_begin_the_waiting_anew_by_answering_or_picking_a_status() {
    for (step, _) in TABLE {
        let expected = matches!(step, Step::StaffAnswers | Step::StaffPicks(_));
        assert_eq!(step.waits_again(), expected, "{step:?}");
    }
}

#[test]
fn the_grid_of_the_lifecycle_is_reviewed_as_a_diff() {
    let mut grid = format!("{:<24}{}\n", "", Status::ALL.map_words());
    for (step, _) in TABLE {
        let row: Vec<String> = Status::ALL
            .iter()
            .map(|from| from.after(*step).map_or_else(|_| "-".to_owned(), |to| to.to_string()))
            .map(|word| format!("{word:<10}"))
            .collect();
        grid.push_str(format!("{:<24}{}", format!("{step:?}"), row.concat()).trim_end());
        grid.push('\n');
    }
    insta::assert_snapshot!(grid);
}

trait Words {
    fn map_words(&self) -> String;
}

impl Words for [Status] {
    fn map_words(&self) -> String {
        self.iter().map(|status| format!("{:<10}", status.as_str())).collect::<String>().trim_end().to_owned()
    }
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

#[test]
fn s68_s73_resolved_and_pending_close_themselves_each_after_its_own_delay() {
    let now = at("2026-11-23T08:00:00Z");
    let delays = Delays {
        resolved: Delay::Time(Duration::from_secs(3)),
        pending: Delay::Time(Duration::from_mins(1)),
    };
    let (short, long) = (now + TimeDelta::seconds(3), now + TimeDelta::seconds(60));
    assert_eq!(delays.auto_close_at(Resolved, now, &calendar()), Some(short), "S68");
    assert_eq!(delays.auto_close_at(Pending, now, &calendar()), Some(long), "S73");
    for status in [New, Open, Closed] {
        assert_eq!(delays.auto_close_at(status, now, &calendar()), None, "{status}");
    }
}

#[test]
fn a_delay_beyond_any_calendar_never_closes() {
    let delays = Delays { resolved: Delay::Time(Duration::MAX), pending: Delay::Time(Duration::MAX) };
    assert_eq!(delays.auto_close_at(Resolved, at("2026-11-23T08:00:00Z"), &calendar()), None);
}

#[test]
fn a_reminder_comes_before_the_closing_unless_there_is_no_time_for_one() {
    let close = at("2026-11-30T08:00:00Z");
    let days = |days: u64| Duration::from_secs(days * 86_400);
    assert_eq!(remind_at(close, days(7), days(2)), Some(at("2026-11-28T08:00:00Z")));
    assert_eq!(remind_at(close, days(2), days(2)), None, "it would come with the letter that sets the time");
    assert_eq!(remind_at(close, Duration::from_secs(3), days(2)), None);
    assert_eq!(remind_at(close, days(7), Duration::ZERO), None);
}

#[test]
fn s61_it_is_always_somebodys_turn_until_the_ticket_is_closed() {
    let turns = [Turn::Staff, Turn::Staff, Turn::Customer, Turn::Customer, Turn::Nobody];
    for (status, turn) in Status::ALL.iter().zip(turns) {
        assert_eq!(status.turn(), turn, "{status}");
    }
}

#[test]
fn what_is_active_and_whom_it_asks_narrows_the_statuses_that_are_named() {
    for (named, active, asks_customer, left) in [
        (vec![], None, None, Some(vec![])),
        (vec![Closed], None, None, Some(vec![Closed])),
        (vec![], Some(true), None, Some(vec![New, Open, Pending])),
        (vec![], Some(false), None, Some(vec![Resolved, Closed])),
        (vec![], None, Some(true), Some(vec![Pending, Resolved])),
        (vec![], None, Some(false), Some(vec![New, Open, Closed])),
        (vec![], Some(true), Some(true), Some(vec![Pending])),
        (vec![Resolved, Open], Some(true), None, Some(vec![Open])),
        (vec![Closed], Some(true), None, None),
        (vec![], Some(false), Some(true), Some(vec![Resolved])),
    ] {
        assert_eq!(
            Status::narrowed(&named, active, asks_customer),
            left,
            "{named:?} {active:?} {asks_customer:?}"
        );
    }
}

#[test]
fn s43_the_staff_open_a_ticket_in_any_status_and_customers_an_open_or_a_closed_one() {
    let opened = |by_staff| {
        let fits = |picked: &&Status| Status::opened(**picked, by_staff).is_ok();
        Status::ALL.iter().filter(fits).copied().collect::<Vec<_>>()
    };
    assert_eq!(opened(true), Status::ALL);
    assert_eq!(opened(false), [New, Closed]);
}

/// Around the clock; these delays do not ask it.
fn calendar() -> BusinessTime {
    BusinessTime::new("UTC", &whole_week(), &[], None).expect("a calendar")
}
