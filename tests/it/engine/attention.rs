//! What of the customer's waits for the staff, step by step as the table in the code states it.

use chrono::{DateTime, TimeDelta, Utc};
use engine::{
    Status::{Closed, New, Open, Pending, Resolved},
    UserId,
    attention::Attention,
    lifecycle::Step,
};

const POSTS: i64 = 3;

fn at(minute: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::minutes(minute)
}

fn by() -> UserId {
    "00000000-0000-0000-0000-000000000007".parse().map(UserId).expect("an id")
}

/// A customer who wrote at one and two, the second time by a mail that was held back.
fn waiting() -> Attention {
    Attention {
        waiting_since: Some(at(1)),
        customer_wrote_at: Some(at(2)),
        customer_posts: POSTS,
        held_back: Some((at(2), by())),
    }
}

#[test]
fn each_step_leaves_waiting_what_the_table_says() {
    let answered = Attention { customer_posts: POSTS, ..Attention::default() };
    let decided = Attention { held_back: None, ..waiting() };
    let wrote = Attention { customer_wrote_at: Some(at(9)), customer_posts: POSTS + 1, ..waiting() };
    let held = Attention { held_back: Some((at(9), by())), ..wrote };
    let closed = Attention { waiting_since: None, ..waiting() };
    let table = [
        (Step::CustomerComments, wrote),
        (Step::CustomerPicks(Closed), closed),
        (Step::MailIsHeldBack, held),
        (Step::StaffAnswers, answered),
        (Step::StaffPicks(New), decided),
        (Step::StaffPicks(Open), decided),
        (Step::StaffPicks(Pending), answered),
        (Step::StaffPicks(Resolved), answered),
        (Step::StaffPicks(Closed), answered),
        (Step::AutoCloseElapses, answered),
        (Step::StaffAssigns, waiting()),
        (Step::InternalNote, waiting()),
        (Step::AutomaticReply, waiting()),
    ];
    for (step, after) in table {
        assert_eq!(waiting().after(step, Some(by()), at(9)), after, "{step:?}");
    }
}

#[test]
fn the_first_unanswered_words_decide_how_long_a_ticket_waits() {
    let first = Attention::default().after(Step::CustomerComments, Some(by()), at(1));
    assert_eq!(first.waiting_since, Some(at(1)));
    assert_eq!(first.after(Step::CustomerComments, Some(by()), at(5)).waiting_since, Some(at(1)));
    let answered = first.after(Step::StaffAnswers, None, at(6));
    assert_eq!(answered.after(Step::CustomerComments, Some(by()), at(7)).waiting_since, Some(at(7)));
}

#[test]
fn a_ticket_that_is_opened_again_waits_as_its_posts_tell() {
    let settled = Attention { customer_posts: POSTS, ..Attention::default() };
    let alarmed = Attention { waiting_since: Some(at(5)), ..settled };
    let (customer, staff) = (false, true);
    let wrote = |since, last| Attention {
        waiting_since: Some(at(since)),
        customer_wrote_at: Some(at(last)),
        ..settled
    };
    let table = [
        (settled, vec![], settled),
        (settled, vec![(1, customer), (2, staff)], settled),
        (settled, vec![(1, customer)], wrote(1, 1)),
        (settled, vec![(1, customer), (2, staff), (3, customer), (4, customer)], wrote(3, 4)),
        (alarmed, vec![(1, customer), (2, staff)], alarmed),
        (alarmed, vec![(1, customer)], wrote(1, 1)),
        (waiting(), vec![(1, customer), (2, customer)], waiting()),
    ];
    for (before, posts, after) in table {
        let read = Attention::of_posts(posts.iter().map(|&(minute, by_staff)| (at(minute), by_staff)));
        assert_eq!(before.reopened(read), after, "{posts:?}");
    }
}

#[test]
fn words_of_long_ago_are_not_the_last_unanswered_ones() {
    for step in [Step::CustomerComments, Step::MailIsHeldBack] {
        let late = waiting().after(step, Some(by()), at(0));
        assert_eq!((late.waiting_since, late.customer_wrote_at), (Some(at(1)), Some(at(2))), "{step:?}");
        assert_eq!(late.customer_posts, POSTS + 1, "{step:?}");
    }
}

#[test]
fn stopped_letters_make_a_ticket_wait_and_be_unseen() {
    let alarmed = Attention::default().alarmed(at(5));
    assert_eq!((alarmed.waiting_since, alarmed.customer_posts), (Some(at(5)), 1));
    assert_eq!(waiting().alarmed(at(5)).waiting_since, waiting().waiting_since, "it waits already");
}
