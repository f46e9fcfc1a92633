//! A backup that was restored: the journal keeps its order, a cursor from before it keeps its place, and one of what was lost
//! is refused, so that nothing is missed without a word.

use std::path::Path;

use engine::{Actor, CreateTicket, Cursor, Engine, Error, Event, TicketFilter};
use futures::StreamExt as _;
use sea_orm::{ConnectionTrait as _, Database};
use tests::{Backend, TestApp};

/// How many transactions the old cluster was ahead.
const AHEAD: i64 = 1_000_000_000;

/// The first events behind a place, as the system sees them.
async fn behind(engine: &Engine, after: Cursor, count: usize) -> Vec<Event> {
    let events = engine.follow(&Actor::system(), Some(after), TicketFilter::default());
    events.take(count).map(|event| event.expect("an event")).collect().await
}

/// Nothing is followed after this place, and a reader with a name does not go there.
async fn assert_refused(engine: &Engine, after: Cursor) {
    let mut events = Box::pin(engine.follow(&Actor::system(), Some(after), TicketFilter::default()));
    let refused = events.next().await.expect("an answer").expect_err("refused");
    assert!(events.next().await.is_none(), "and that is the end");
    let text = engine.cursor_text(after).expect("a text");
    let at_the_door = engine.open_cursor(&text).await.expect_err("refused");
    let sent = engine.reader("test").expect("a reader").seek(after).await.expect_err("refused");
    for error in [refused, at_the_door, sent] {
        assert_eq!((error.field(), error.reason()), (Some("after"), "cursor"), "{error}");
        assert!(matches!(error, Error::BadInput { .. }) && error.to_string().contains("backup"), "{error}");
    }
}

/// The backup as a system of its own.
async fn restored(place: &Path) -> Engine {
    let copy = Engine::builder()
        .database(format!("sqlite://{}", place.join("schalter.db").display()))
        .blobs(format!("file://{}", place.join("blobs").display()));
    copy.open().await.expect("opened")
}

fn ids(events: &[Event]) -> Vec<engine::EventId> {
    events.iter().map(|event| event.id).collect()
}

#[tokio::test]
async fn cursors_of_earlier_clusters_stay_where_they_were() {
    let app = TestApp::on(Backend::Postgres).await;
    let connection = Database::connect(app.database()).await.expect("a connection");
    let anna = app.given().customer("anna@example.org").await;
    let start = app.engine.journal_end().await.expect("a place");
    for title in ["one", "two", "three"] {
        app.given().ticket(&anna, title).await;
    }
    let first = behind(&app.engine, start, 3).await;

    // The first cluster was ahead of this one when its dump was taken.
    connection.execute_unprepared(&format!("UPDATE event SET tx = tx + {AHEAD}")).await.expect("moved");
    let second_cluster = app.another_node().await;
    app.given().ticket(&anna, "four").await;
    let seen = behind(&second_cluster, first[0].cursor, 3).await;
    assert_eq!(ids(&seen)[..2], ids(&first)[1..]);
    let four = seen[2].clone();

    // So was the second, which had moved the first one's lines below zero.
    let move_on = format!("UPDATE event SET tx = tx + {AHEAD} WHERE tx > 0");
    connection.execute_unprepared(&move_on).await.expect("moved");
    let third_cluster = app.another_node().await;
    app.given().ticket(&anna, "five").await;
    let all = behind(&third_cluster, start, 5).await;
    assert_eq!(ids(&all)[..4], [first[0].id, first[1].id, first[2].id, four.id]);
    assert_eq!(ids(&behind(&third_cluster, first[1].cursor, 2).await), [first[2].id, four.id]);
    assert_eq!(ids(&behind(&third_cluster, four.cursor, 1).await), [all[4].id]);

    let again = app.another_node().await;
    assert_eq!(ids(&behind(&again, all[3].cursor, 1).await), [all[4].id], "opening once more moves nothing");
}

#[tokio::test]
async fn a_cursor_of_what_was_lost_is_refused_and_one_from_before_the_backup_misses_nothing() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.org").await;
    app.given().ticket(&anna, "kept").await;
    let place = app.directory().join("backup");
    app.engine.backup_to(&place).await.expect("a backup");
    let kept = app.engine.journal_end().await.expect("a place");
    app.given().ticket(&anna, "lost").await;
    let lost = behind(&app.engine, kept, 1).await[0].cursor;
    let end = app.engine.journal_end().await.expect("a place");

    let copy = restored(&place).await;
    let system = Actor::system();
    let all = copy.count_tickets(&system, &TicketFilter::default()).await.expect("a count");
    assert_eq!(all, 1);
    for after in [lost, end] {
        assert_refused(&copy, after).await;
    }
    // Its number in the journal is given out a second time.
    let input = CreateTicket { title: "new".to_owned(), text: "new".to_owned(), ..CreateTicket::default() };
    let new = copy.create_ticket(&anna.actor, input).await.expect("a ticket");
    for after in [lost, end] {
        assert_refused(&copy, after).await;
    }
    assert_eq!(behind(&copy, kept, 1).await[0].ticket, new.id);
}

/// As a copy of the cluster's files is, whose counters went back with its rows.
#[tokio::test]
async fn on_postgresql_a_cursor_of_an_event_that_is_gone_is_refused_too() {
    let app = TestApp::on(Backend::Postgres).await;
    let anna = app.given().customer("anna@example.org").await;
    let start = app.engine.journal_end().await.expect("a place");
    for title in ["kept", "lost"] {
        app.given().ticket(&anna, title).await;
    }
    let events = behind(&app.engine, start, 2).await;
    let connection = Database::connect(app.database()).await.expect("a connection");
    let lose = format!("DELETE FROM event WHERE id = '{}'", events[1].id);
    connection.execute_unprepared(&lose).await.expect("lost");
    let node = app.another_node().await;
    assert_refused(&node, events[1].cursor).await;
    app.given().ticket(&anna, "new").await;
    assert_refused(&node, events[1].cursor).await;
    let after = behind(&node, events[0].cursor, 1).await;
    assert_ne!(after[0].id, events[1].id);
}
