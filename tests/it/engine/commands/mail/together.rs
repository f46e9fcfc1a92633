//! Several mails with one commit: each becomes what it would have become alone, and all are kept or none.

use engine::{Actor, Delivery, Engine, IncomingMessage, LetterKind, Outcome, Received, TicketFilter};
use futures::StreamExt as _;
use sea_orm::{ConnectionTrait as _, Database};
use tests::{TestApp, on_each_database};

use super::{mail, receive};

on_each_database!(
    mails_of_one_commit_become_what_each_would_become_alone,
    a_mail_that_stands_in_the_way_leaves_nothing_of_the_others,
    the_same_mails_to_two_nodes_at_once_are_one_ticket_each,
    the_same_mails_in_another_order_do_not_wait_for_one_another,
);

async fn delivered(engine: &Engine, messages: Vec<IncomingMessage>) -> Vec<Delivery> {
    let mut all = Vec::new();
    for message in messages {
        let raw = engine
            .store_raw(bytes::Bytes::copy_from_slice(format!("{message:?}").as_bytes()))
            .await
            .expect("stored");
        all.push(Delivery { raw, mailbox: None, message });
    }
    all
}

/// A newcomer's mail, their answer to it, the same mail again, a loop, somebody else, and a second mail of the newcomer.
fn messages(loop_mark: &str) -> Vec<IncomingMessage> {
    let kim = "kim@customer.example";
    vec![
        mail("1@x", kim, "Drucker", "Er druckt nicht."),
        IncomingMessage {
            in_reply_to: vec!["1@x".to_owned()],
            ..mail("2@x", kim, "Re: Drucker", "Jetzt doch.")
        },
        mail("1@x", kim, "Drucker", "Er druckt nicht."),
        IncomingMessage { loop_mark: Some(loop_mark.to_owned()), ..mail("3@x", kim, "Drucker", "Im Kreis") },
        mail("4@x", "lee@customer.example", "Scanner", "Er scannt nicht."),
        mail("5@x", kim, "Maus", "Sie klemmt."),
    ]
}

fn outline(received: &[Received]) -> Vec<(Outcome, Option<i64>)> {
    received.iter().map(|one| (one.outcome, one.ticket)).collect()
}

async fn mails_of_one_commit_become_what_each_would_become_alone(app: TestApp) {
    receive(&app.engine, mail("0@x", "first@customer.example", "a", "b")).await;
    let mark = app.letters().await.remove(0).loop_mark;
    let start = app.engine.journal_end().await.expect("a place");
    let mut events =
        Box::pin(app.engine.follow_with_tickets(&Actor::system(), Some(start), TicketFilter::default()));
    let deliveries = delivered(&app.engine, messages(&mark)).await;
    let together = app.engine.receive_mails(deliveries.clone()).await.expect("received");
    assert_eq!(
        outline(&together),
        [
            (Outcome::Created, Some(10_002)),
            (Outcome::Commented, Some(10_002)),
            (Outcome::Duplicate, Some(10_002)),
            (Outcome::Ignored, None),
            (Outcome::Created, Some(10_003)),
            (Outcome::Created, Some(10_004)),
        ]
    );
    assert_eq!((together[2].comment, together[0].comment.is_some()), (together[0].comment, true));
    let told = app.told().await;
    let confirmed = told.iter().filter(|(kind, _)| *kind == LetterKind::Confirmation).count();
    assert_eq!(confirmed, 3, "{told:?}");
    // Four tickets and comments, in the order of the mails.
    let mut numbers = Vec::new();
    while numbers.len() < 4 {
        let event = events.next().await.expect("an event").expect("of the journal");
        // A place in the journal may lie a little before what was written last.
        if event.event.comment.is_some() && event.ticket.number > 10_001 {
            numbers.push(event.ticket.number);
        }
    }
    assert_eq!(numbers, [10_002, 10_002, 10_003, 10_004]);
    let again = app.engine.receive_mails(deliveries).await.expect("received");
    assert!(again.iter().all(|one| one.outcome == Outcome::Duplicate), "{again:?}");
    assert_eq!(app.told().await, [], "nobody is told twice");
}

async fn a_mail_that_stands_in_the_way_leaves_nothing_of_the_others(app: TestApp) {
    let deliveries = delivered(&app.engine, messages("no mark")).await;
    let connection = Database::connect(app.database()).await.expect("a connection");
    // The second mail is a comment on the ticket of the first, and has no letter.
    connection.execute_unprepared("ALTER TABLE letter RENAME TO letter_away").await.expect("renamed");
    app.engine.receive_mails(deliveries.clone()).await.expect_err("no letter can be written");
    connection.execute_unprepared("ALTER TABLE letter_away RENAME TO letter").await.expect("renamed back");
    let none = app.engine.count_tickets(&Actor::system(), &TicketFilter::default()).await.expect("a count");
    assert_eq!((none, app.told().await.len()), (0, 0));
    let received = app.engine.receive_mails(deliveries).await.expect("received");
    assert_eq!(received[0].outcome, Outcome::Created, "nothing was entered in the ledger before");
    connection.close().await.expect("closed");
}

async fn the_same_mails_to_two_nodes_at_once_are_one_ticket_each(app: TestApp) {
    let messages: Vec<_> =
        (0..8).map(|n| mail(&format!("{n}@x"), &format!("kim{n}@customer.example"), "a", "b")).collect();
    let engines = [app.engine.clone(), app.another_node().await];
    let mut tasks = Vec::new();
    for engine in engines {
        let deliveries = delivered(&engine, messages.clone()).await;
        tasks.push(tokio::spawn(async move { engine.receive_mails(deliveries).await.expect("received") }));
    }
    let mut outcomes = Vec::new();
    for task in tasks {
        outcomes.extend(task.await.expect("no panic").into_iter().map(|one| one.outcome));
    }
    let created = outcomes.iter().filter(|outcome| **outcome == Outcome::Created).count();
    assert_eq!((created, outcomes.len()), (8, 16), "{outcomes:?}");
    let all = app.engine.count_tickets(&Actor::system(), &TicketFilter::default()).await.expect("a count");
    assert_eq!(all, 8);
}

/// Each would hold what the other needs next.
async fn the_same_mails_in_another_order_do_not_wait_for_one_another(app: TestApp) {
    let other = app.another_node().await;
    for round in 0..5 {
        let sent = |place: usize| {
            let sender = format!("sender{place}@of{round}.example");
            mail(&format!("{place}@of{round}"), &sender, "Drucker", "Er druckt nicht.")
        };
        let there = delivered(&app.engine, (0..8).map(sent).collect()).await;
        let back: Vec<_> = there.iter().rev().cloned().collect();
        let (there, back) = tokio::join!(app.engine.receive_mails(there), other.receive_mails(back));
        let outcomes = [there.expect("received"), back.expect("received")].concat();
        let created = outcomes.iter().filter(|one| one.outcome == Outcome::Created).count();
        assert_eq!((outcomes.len(), created), (16, 8));
    }
}
