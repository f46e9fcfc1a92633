//! Which mails of a mailbox are taken in, and which as old ones.

use chrono::{DateTime, NaiveDate, Utc};
use engine::incoming::old::{InMailbox, is_old, is_wanted, taken_as};
use engine::{MailboxHandling, OldMail};

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("a time")
}

fn of(old_mail: OldMail) -> MailboxHandling {
    MailboxHandling { old_mail, ..MailboxHandling::default() }
}

fn came(text: &str) -> InMailbox {
    InMailbox { came_at: Some(at(text)), seen: false, first: true }
}

#[test]
fn what_came_more_than_a_day_before_the_first_fetch_is_old_unless_it_shall_be_answered() {
    let begun = Some(at("2026-11-30T12:00:00Z"));
    for (came_at, old) in [
        ("2019-03-01T08:00:00Z", true),
        ("2026-11-29T11:59:59Z", true),
        ("2026-11-29T12:00:00Z", false),
        ("2026-11-30T13:00:00Z", false),
    ] {
        let mail = came(came_at);
        for way in [OldMail::Quiet, OldMail::Import] {
            assert_eq!(taken_as(&of(way), begun, mail, None), old.then(|| at(came_at)), "{came_at}");
        }
        assert_eq!(taken_as(&of(OldMail::Answer), begun, mail, None), None);
        assert_eq!(taken_as(&of(OldMail::Quiet), None, mail, None), None, "nobody knows when it was begun");
    }
}

#[test]
fn a_date_counts_while_the_folder_is_read_for_the_first_time_and_if_it_can_be_one() {
    let (begun, quiet) = (Some(at("2026-11-30T12:00:00Z")), of(OldMail::Quiet));
    let copied = came("2026-11-30T11:00:00Z");
    let dated = Some(at("2020-01-01T00:00:00Z"));
    assert_eq!(taken_as(&quiet, begun, copied, dated), dated);
    assert_eq!(taken_as(&quiet, begun, InMailbox { first: false, ..copied }, dated), None);
    assert_eq!(taken_as(&quiet, begun, copied, Some(at("1970-01-01T00:00:00Z"))), None);
    let undated = InMailbox { came_at: None, ..copied };
    assert_eq!(taken_as(&quiet, begun, undated, None), None);
}

#[test]
fn what_others_have_read_is_taken_in_with_all_alone_and_as_old() {
    let begun = Some(at("2026-11-30T12:00:00Z"));
    let read = InMailbox { seen: true, ..came("2026-11-30T11:00:00Z") };
    assert!(!is_wanted(&of(OldMail::Quiet), read) && !is_wanted(&of(OldMail::Answer), read));
    assert!(is_wanted(&of(OldMail::Import), read));
    assert_eq!(taken_as(&of(OldMail::Import), begun, read, None), read.came_at);
    let (first, margin) = (at("2026-11-30T12:00:00Z"), at("2026-11-29T12:00:00Z"));
    assert!(!is_old(first, at("2026-11-30T11:00:00Z")) && !is_old(first, margin));
    assert!(is_old(first, at("2026-11-29T11:59:59Z")));
    let later = InMailbox { first: false, ..read };
    assert!(is_wanted(&of(OldMail::Quiet), later), "what comes while it is fetched is new, read or not");
    assert_eq!(taken_as(&of(OldMail::Import), begun, later, None), None);
}

#[test]
fn what_came_before_the_day_is_left_alone() {
    let only_newer_than = NaiveDate::from_ymd_opt(2026, 1, 31);
    let handling = MailboxHandling { only_newer_than, ..of(OldMail::Import) };
    for (came_at, wanted) in
        [("2026-01-30T23:59:59Z", false), ("2026-01-31T00:00:00Z", true), ("2026-02-01T00:00:00Z", true)]
    {
        assert_eq!(is_wanted(&handling, came(came_at)), wanted, "{came_at}");
        assert_eq!(is_wanted(&handling, InMailbox { first: false, ..came(came_at) }), wanted, "{came_at}");
    }
}
