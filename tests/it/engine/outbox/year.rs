//! A year on the virtual clock for every pair of machines that could answer each other: the number of letters is bounded.

use std::time::Duration;

use chrono::TimeDelta;
use engine::{Automatic, Bounce, Clock as _, IncomingMessage, Letter, Replies, Status, UpdateTicket};
use tests::{Backend, TestApp};

use crate::engine::commands::mail::{mail, receive};

const CUSTOMER: &str = "maria@muster.example";
const AGENT: &str = "jana@example.org";

/// What a machine answers to a letter, if it gets it; the number makes its mail another one.
type Answer = fn(&Letter, usize) -> Option<IncomingMessage>;

/// An answer into the thread, as most programs write it.
fn reply(letter: &Letter, number: usize) -> IncomingMessage {
    IncomingMessage {
        in_reply_to: vec![letter.message_id.clone()],
        recipients: vec![letter.reply_to.clone().unwrap_or_else(|| tests::MAILBOX.to_owned())],
        ..mail(&format!("{number}@machine"), &letter.to.address, "Abwesend", "Ich bin nicht da.")
    }
}

/// Lets a year pass in which every letter is answered after `delay`, and counts the letters.
async fn letters_of_a_year(delay: Duration, answer: Answer) -> usize {
    let app = TestApp::with(Backend::Sqlite, |settings| {
        settings.mail.mailboxes[0].replies = Replies::Append;
    })
    .await;
    app.given().prepared(CUSTOMER).await;
    let jana = app.given().agent(AGENT).await;
    let opened = receive(&app.engine, mail("0@machine", CUSTOMER, "Drucker", "Er druckt nicht.")).await;
    let number = opened.ticket.unwrap();
    let work = UpdateTicket {
        number,
        assignee: Some(Some(jana.user.id)),
        status: Some(Status::Pending),
        ..UpdateTicket::default()
    };
    app.engine.update_ticket(&jana.actor, work).await.unwrap();
    let end = app.now() + TimeDelta::days(365);
    let (mut count, mut coming) = (0, Vec::new());
    while app.now() < end {
        for letter in app.letters().await {
            count += 1;
            assert!(count < 500, "these machines do not stop");
            if let Some(message) = answer(&letter, count) {
                coming.push((app.now() + delay, message));
            }
        }
        coming.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
        let next = coming.last().map(|(at, _)| *at);
        let step = app.now() + TimeDelta::days(1);
        let until = next.map_or(step, |at| at.min(step)).max(app.now());
        app.clock.advance((until - app.clock.now()).to_std().unwrap());
        if next.is_some_and(|at| at <= until) {
            let (_, message) = coming.pop().unwrap();
            receive(&app.engine, message).await;
        }
        app.engine.run_due().await.unwrap();
    }
    count
}

fn customer_alone(letter: &Letter, number: usize) -> Option<IncomingMessage> {
    (letter.to.address == CUSTOMER).then(|| reply(letter, number))
}

fn at_both_ends(letter: &Letter, number: usize) -> Option<IncomingMessage> {
    [CUSTOMER, AGENT].contains(&letter.to.address.as_str()).then(|| reply(letter, number))
}

fn without_thread(letter: &Letter, number: usize) -> Option<IncomingMessage> {
    let new = mail(&format!("{number}@machine"), CUSTOMER, "Abwesend", "Ich bin nicht da.");
    (letter.to.address == CUSTOMER).then_some(new)
}

fn list(letter: &Letter, number: usize) -> Option<IncomingMessage> {
    let again = IncomingMessage { automatic: Some(Automatic::List), ..reply(letter, number) };
    (letter.to.address == CUSTOMER).then_some(again)
}

fn second_installation(letter: &Letter, number: usize) -> Option<IncomingMessage> {
    let confirmed = IncomingMessage {
        automatic: Some(Automatic::AutoReply),
        loop_mark: Some("another".to_owned()),
        ..reply(letter, number)
    };
    (letter.to.address == CUSTOMER).then_some(confirmed)
}

fn bouncing(letter: &Letter, number: usize) -> Option<IncomingMessage> {
    let bounce = Bounce {
        original_message_id: Some(letter.message_id.clone()),
        subject: None,
        recipient: Some(letter.to.address.clone()),
        status: Some("5.1.1".to_owned()),
        diagnostic: None,
        permanent: true,
        standard: true,
        by_machine: true,
    };
    let report = IncomingMessage {
        bounce: Some(bounce),
        automatic: Some(Automatic::AutoReply),
        ..mail(&format!("{number}@machine"), "mailer-daemon@muster.example", "Undelivered", "No.")
    };
    (letter.to.address == CUSTOMER).then_some(report)
}

const QUICK: Duration = Duration::from_mins(1);
const SLOW: Duration = Duration::from_hours(20);

#[tokio::test]
async fn a_responder_without_headers() {
    for delay in [QUICK, SLOW] {
        let count = letters_of_a_year(delay, customer_alone).await;
        assert!(count <= 6, "{count}");
    }
}

#[tokio::test]
async fn a_responder_that_begins_a_new_thread_each_time() {
    for delay in [QUICK, SLOW] {
        let count = letters_of_a_year(delay, without_thread).await;
        assert!(count <= 70, "{count}");
    }
}

#[tokio::test]
async fn a_mailing_list() {
    let count = letters_of_a_year(QUICK, list).await;
    assert!(count <= 6, "{count}");
}

#[tokio::test]
async fn a_bouncing_mailbox() {
    let count = letters_of_a_year(QUICK, bouncing).await;
    assert!(count <= 4, "{count}");
}

#[tokio::test]
async fn a_second_installation() {
    let count = letters_of_a_year(QUICK, second_installation).await;
    assert!(count <= 6, "{count}");
}

#[tokio::test]
async fn responders_at_both_ends() {
    for (delay, most) in [(QUICK, 24), (SLOW, 44)] {
        let count = letters_of_a_year(delay, at_both_ends).await;
        assert!(count <= most, "{count}");
    }
}
