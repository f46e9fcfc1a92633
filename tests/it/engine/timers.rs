//! What falls due: closing and reminding, once, by whichever node comes first.

mod retention;
mod watch;

use std::time::Duration;

use engine::{LetterKind, Ran, Status, sla::Delay};
use tests::{Backend, TestApp, log::warnings, on_each_database};

const DAY: Duration = Duration::from_hours(24);

on_each_database!(
    s69_a_resolved_ticket_closes_at_the_shown_time_once_and_the_customer_is_told,
    s73_a_pending_ticket_reminds_first_and_then_closes,
    s70_a_comment_that_comes_first_wins,
    s70_a_comment_wins_where_the_timer_runs_at_the_same_moment,
    a_ticket_that_cannot_be_closed_stops_no_other_and_is_shown_once,
    a_hundred_odd_tickets_do_not_hide_the_one_behind_them
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

async fn s70_a_comment_wins_where_the_timer_runs_at_the_same_moment(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let (given, other) = (app.given(), app.another_node().await);
    for round in 0..6 {
        let ticket = app.given().ticket_in(&maria, &jana, Status::Resolved).await;
        app.letters().await;
        app.clock.advance(DAY * 8);
        let (_, ran) = tokio::join!(given.comment(&maria, &ticket, "Es klemmt wieder."), other.run_due());
        ran.expect("the timers run");
        let after = app.engine.ticket(&jana.actor, ticket.number).await.unwrap().unwrap();
        assert_eq!((after.status, after.auto_close_at), (Status::Open, None), "in round {round}");
        assert_eq!(app.engine.run_due().await.unwrap(), Ran::default(), "nothing is due any more");
    }
    assert_eq!(app.engine.statistics().await.unwrap().set_aside, []);
}

#[tokio::test]
async fn nobody_is_reminded_when_there_is_no_time_for_it() {
    let short = |settings: &mut engine::Settings| {
        settings.tickets.resolved_closes_after = Delay::Time(Duration::from_secs(3));
    };
    let app = TestApp::with(Backend::Sqlite, short).await;
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    app.given().ticket_in(&maria, &jana, Status::Resolved).await;
    assert_eq!(app.engine.run_due().await.unwrap(), Ran::default());
    app.clock.advance(Duration::from_secs(3));
    assert_eq!(app.engine.run_due().await.unwrap(), Ran { closed: 1, ..Ran::default() });
}

/// Makes a ticket one that the lifecycle does not close by itself, as a restored or an older database may hold it.
async fn odd(app: &TestApp, number: i64, change: &str) {
    let connection = sea_orm::Database::connect(app.database()).await.expect("a connection");
    let sql = format!("UPDATE ticket SET {change} WHERE number = {number}");
    let changed = sea_orm::ConnectionTrait::execute_unprepared(&connection, &sql).await.expect("written");
    assert_eq!(changed.rows_affected(), 1);
    connection.close().await.expect("closed");
}

/// What the staff are told of a timer in a ticket's history.
async fn told_of_timers(app: &TestApp, ticket: &engine::Ticket) -> Vec<(engine::Cause, Option<String>)> {
    let system = engine::Actor::system();
    let page = app.engine.events(&system, ticket.id, &engine::Paging::default()).await.expect("a history");
    let changes = page.items.into_iter().flat_map(|(_, event)| {
        let cause = event.cause;
        event.changes.into_iter().map(move |change| (cause, change))
    });
    changes.filter(|(_, change)| change.field == "timer").map(|(cause, change)| (cause, change.to)).collect()
}

async fn a_ticket_that_cannot_be_closed_stops_no_other_and_is_shown_once(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let first = app.given().ticket_in(&maria, &jana, Status::Resolved).await;
    app.clock.advance(Duration::from_secs(1));
    let unknown = app.given().ticket_in(&maria, &jana, Status::Resolved).await;
    app.clock.advance(Duration::from_secs(1));
    let other = app.given().ticket_in(&maria, &jana, Status::Resolved).await;
    odd(&app, first.number, "status = 'OPEN'").await;
    odd(&app, unknown.number, "status = 'WONDERFUL'").await;
    let waits = app.given().ticket_in(&maria, &jana, Status::Pending).await;
    app.letters().await;
    app.clock.advance(DAY * 12 + Duration::from_mins(1));
    let node = app.another_node().await;
    let (one, two) = tokio::join!(app.engine.run_due(), node.run_due());
    let (one, two) = (one.expect("the timers run"), two.expect("the timers run"));
    assert_eq!((one.closed + two.closed, one.reminded + two.reminded), (1, 1));
    let see = async |number| app.engine.ticket(&jana.actor, number).await.unwrap().unwrap().status;
    assert_eq!((see(first.number).await, see(other.number).await), (Status::Open, Status::Closed));
    for _ in 0..3 {
        app.pass(Duration::from_mins(2)).await;
    }
    for ticket in [&first, &unknown] {
        let shown = told_of_timers(&app, ticket).await;
        assert_eq!(shown, [(engine::Cause::Timer, Some("CLOSE".to_owned()))]);
    }
    assert_eq!(app.engine.statistics().await.unwrap().set_aside, [("CLOSE".to_owned(), 2)]);
    // Nothing asks for them again and again; the next to close is the one that can be.
    assert_eq!(app.engine.next_due().await.unwrap(), waits.auto_close_at);
    // Whoever looks after it sets it right, and it closes like any other.
    app.given().set(&jana, &first, Status::Resolved).await;
    app.pass(DAY * 8).await;
    assert_eq!(see(first.number).await, Status::Closed);
    assert_eq!(app.engine.statistics().await.unwrap().set_aside, [("CLOSE".to_owned(), 1)]);
}

#[tokio::test]
async fn the_log_names_a_ticket_that_is_set_aside_by_its_number() {
    let app = TestApp::on(Backend::Sqlite).await;
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket_in(&maria, &jana, Status::Resolved).await;
    odd(&app, ticket.number, "status = 'NEW'").await;
    app.clock.advance(DAY * 8);
    let (ran, lines) = warnings(app.engine.run_due()).await;
    ran.expect("the timers run");
    let told: Vec<&String> = lines.iter().filter(|line| line.contains("it is set aside")).collect();
    let [line] = told[..] else { panic!("it is told once: {lines:?}") };
    assert!(line.split(' ').any(|word| word == format!("ticket={}", ticket.number)), "{line}");
    assert!(!line.contains(&ticket.id.to_string()), "{line}");
}

async fn a_hundred_odd_tickets_do_not_hide_the_one_behind_them(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    for _ in 0..101 {
        let ticket = app.given().ticket_in(&maria, &jana, Status::Resolved).await;
        odd(&app, ticket.number, "status = 'NEW'").await;
    }
    app.clock.advance(Duration::from_mins(1));
    let last = app.given().ticket_in(&maria, &jana, Status::Resolved).await;
    app.pass(DAY * 8).await;
    assert_eq!(app.engine.ticket(&jana.actor, last.number).await.unwrap().unwrap().status, Status::Closed);
}
