//! What falls due: closing and reminding, once, by whichever node comes first.

use std::time::Duration;

use engine::{LetterKind, Ran, Status};
use tests::{Backend, TestApp, on_each_database};

const DAY: Duration = Duration::from_hours(24);

on_each_database!(
    s69_a_resolved_ticket_closes_at_the_shown_time_once_and_the_customer_is_told,
    s73_a_pending_ticket_reminds_first_and_then_closes,
    s70_a_comment_that_comes_first_wins
);

async fn s69_a_resolved_ticket_closes_at_the_shown_time_once_and_the_customer_is_told(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket_in(&maria, &jana, Status::Resolved).await;
    assert_eq!(ticket.auto_close_at, Some(app.now() + DAY * 7));
    assert_eq!(app.engine.next_due().await.unwrap(), ticket.auto_close_at);
    app.clock.advance(DAY * 7 - Duration::from_secs(1));
    assert_eq!(app.engine.run_due().await.unwrap().closed, 0);
    app.letters().await;
    app.clock.advance(DAY * 30);
    let other = app.another_node().await;
    let (one, two) = tokio::join!(app.engine.run_due(), other.run_due());
    assert_eq!(one.unwrap().closed + two.unwrap().closed, 1);
    let seen = app.engine.ticket(&maria.actor, ticket.number).await.unwrap().unwrap();
    assert_eq!((seen.status, seen.auto_close_at), (Status::Closed, None));
    assert_eq!(app.told().await, [(LetterKind::Closed, "maria@example.org".to_owned())]);
    assert_eq!(app.engine.run_due().await.unwrap(), Ran::default());
}

async fn s73_a_pending_ticket_reminds_first_and_then_closes(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket_in(&maria, &jana, Status::Pending).await;
    app.letters().await;
    app.pass(DAY * 11).await;
    assert_eq!(app.told().await, []);
    app.pass(DAY).await;
    app.pass(Duration::from_mins(1)).await;
    assert_eq!(app.told().await, [(LetterKind::Reminder, "maria@example.org".to_owned())]);
    app.pass(DAY * 2).await;
    assert_eq!(app.told().await, [(LetterKind::Closed, "maria@example.org".to_owned())]);
    assert_eq!(app.engine.ticket(&jana.actor, ticket.number).await.unwrap().unwrap().status, Status::Closed);
}

async fn s70_a_comment_that_comes_first_wins(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket_in(&maria, &jana, Status::Resolved).await;
    app.clock.advance(DAY * 8);
    app.given().comment(&maria, &ticket, "Es klemmt wieder.").await;
    assert_eq!(app.engine.run_due().await.unwrap(), Ran::default());
    assert_eq!(app.engine.ticket(&jana.actor, ticket.number).await.unwrap().unwrap().status, Status::Open);
}

#[tokio::test]
async fn nobody_is_reminded_when_there_is_no_time_for_it() {
    let short = |settings: &mut engine::Settings| settings.resolved_closes_after = Duration::from_secs(3);
    let app = TestApp::with(Backend::Sqlite, short).await;
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    app.given().ticket_in(&maria, &jana, Status::Resolved).await;
    assert_eq!(app.engine.run_due().await.unwrap(), Ran::default());
    app.clock.advance(Duration::from_secs(3));
    assert_eq!(app.engine.run_due().await.unwrap(), Ran { closed: 1, reminded: 0 });
}
