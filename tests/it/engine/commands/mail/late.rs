//! Answers that come too late to reopen their ticket, by mailbox.

use std::time::Duration;

use chrono::TimeDelta;
use engine::{
    Actor, EventChange, FromTo, IncomingMessage, LetterChange, LetterKind, LinkKind, MailReason,
    MailboxSettings, Outcome, Paging, Settings, Status, TicketNumber, Unattended,
};
use tests::{MAILBOX, QUEUE, TestApp, given::Person, on_each_database};

use super::{mail, receive};

const MARIA: &str = "maria@muster.example";
const DAYS: u64 = 30;

fn days(days: u64) -> Duration {
    Duration::from_hours(24 * days)
}

/// An installation whose mailbox reopens tickets for thirty days.
async fn limited(app: TestApp) -> TestApp {
    let within = |settings: &mut Settings| {
        settings.mail.mailboxes =
            vec![MailboxSettings { reopen_within: Some(days(DAYS)), ..MailboxSettings::new(MAILBOX, QUEUE) }];
    };
    TestApp::with(app.backend, within).await
}

/// Maria's ticket, closed so many days ago, and the id of the letter that she can answer.
async fn closed(app: &TestApp, jana: &Person, ago: u64) -> (i64, String) {
    let number = receive(&app.engine, mail("1@x", MARIA, "Drucker", "Geht nicht.")).await.ticket.unwrap();
    let letter = app.letters().await.pop().expect("a confirmation");
    let ticket = app.engine.ticket(&jana.actor, number).await.unwrap().expect("a ticket");
    app.given().set(jana, &ticket, Status::Closed).await;
    app.clock.advance(days(ago));
    let _ = app.letters().await;
    (number, letter.message_id)
}

fn answer(id: &str, from: &str, letter: &str) -> IncomingMessage {
    IncomingMessage { in_reply_to: vec![letter.to_owned()], ..mail(id, from, "Re: Drucker", "Wieder!") }
}

async fn status(app: &TestApp, number: i64) -> Status {
    app.engine.ticket(&Actor::system(), number).await.unwrap().expect("a ticket").status
}

on_each_database!(
    an_answer_within_the_time_reopens_and_a_later_one_opens_a_linked_ticket,
    a_second_answer_joins_the_ticket_that_the_first_one_opened,
    an_absence_notice_and_the_staff_never_open_one,
    the_line_of_the_journal_tells_the_customer_what_they_answered
);

async fn an_answer_within_the_time_reopens_and_a_later_one_opens_a_linked_ticket(app: TestApp) {
    for (ago, opens) in [(DAYS, false), (DAYS + 1, true)] {
        let app = limited(TestApp::with(app.backend, |_| ()).await).await;
        let jana = app.given().agent("jana@example.org").await;
        let (old, letter) = closed(&app, &jana, ago).await;
        let received = receive(&app.engine, answer("2@x", MARIA, &letter)).await;
        if !opens {
            assert_eq!((received.outcome, received.ticket), (Outcome::Commented, Some(old)));
            assert_eq!(status(&app, old).await, Status::Open);
            continue;
        }
        let new = received.ticket.expect("a ticket");
        assert_eq!((received.outcome, received.why), (Outcome::Created, Some(MailReason::FollowsClosed)));
        assert_ne!(new, old);
        assert_eq!((status(&app, old).await, status(&app, new).await), (Status::Closed, Status::New));
        let before = app.engine.ticket(&jana.actor, old).await.unwrap().expect("a ticket");
        let links = app.engine.links_of(&jana.actor, &[before.id]).await.expect("links");
        let after = app.engine.ticket(&jana.actor, new).await.unwrap().expect("a ticket");
        let link = &links[&before.id][0];
        assert_eq!((link.kind, link.other), (LinkKind::Related, after.id));
        let letters = app.letters().await;
        assert_eq!(letters.len(), 1, "one confirmation");
        assert_eq!(letters[0].kind, LetterKind::Confirmation);
        let told = EventChange::Follows(FromTo::now(TicketNumber(old)));
        assert_eq!(letters[0].changes, [LetterChange::Changed(told)]);
    }
}

async fn a_second_answer_joins_the_ticket_that_the_first_one_opened(app: TestApp) {
    let app = limited(app).await;
    let jana = app.given().agent("jana@example.org").await;
    let (old, letter) = closed(&app, &jana, DAYS + 1).await;
    let new = receive(&app.engine, answer("2@x", MARIA, &letter)).await.ticket.expect("a ticket");
    let again = receive(&app.engine, answer("3@x", MARIA, &letter)).await;
    assert_eq!((again.outcome, again.ticket), (Outcome::Commented, Some(new)));
    let other = receive(&app.engine, answer("4@x", "tom@elsewhere.example", &letter)).await;
    assert!(
        other.ticket.is_some_and(|number| number != new && number != old),
        "a stranger joins nothing of hers"
    );
    let ticket = app.engine.ticket(&jana.actor, new).await.unwrap().expect("a ticket");
    app.given().set(&jana, &ticket, Status::Closed).await;
    app.clock.advance(days(DAYS + 1));
    let third = receive(&app.engine, answer("5@x", MARIA, &letter)).await;
    assert_eq!(third.outcome, Outcome::Created, "that one was closed too long ago as well");
}

async fn an_absence_notice_and_the_staff_never_open_one(app: TestApp) {
    let app = limited(app).await;
    let jana = app.given().agent("jana@example.org").await;
    let (old, letter) = closed(&app, &jana, DAYS + TimeDelta::weeks(52).num_days().unsigned_abs()).await;
    let absent = IncomingMessage { unattended: Some(Unattended::Header), ..answer("2@x", MARIA, &letter) };
    assert_eq!(receive(&app.engine, absent).await.ticket, Some(old));
    assert_eq!(receive(&app.engine, answer("3@x", "jana@example.org", &letter)).await.ticket, Some(old));
    assert_eq!(status(&app, old).await, Status::Closed);
}

async fn the_line_of_the_journal_tells_the_customer_what_they_answered(app: TestApp) {
    let app = limited(app).await;
    let jana = app.given().agent("jana@example.org").await;
    let maria = app.given().customer(MARIA).await;
    let (old, letter) = closed(&app, &jana, DAYS + 1).await;
    let new = receive(&app.engine, answer("2@x", MARIA, &letter)).await.ticket.expect("a ticket");
    let ticket = app.engine.ticket(&maria.actor, new).await.unwrap().expect("her ticket");
    let events = app.engine.events(&maria.actor, ticket.id, &Paging::default()).await.expect("events");
    let follows =
        events.items.iter().flat_map(|(_, event)| &event.changes).find(|one| one.field == "follows");
    assert_eq!(follows.and_then(|change| change.to.clone()), Some(format!("#{old}")));
}
