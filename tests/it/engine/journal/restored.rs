//! A dump restored into another PostgreSQL cluster: the journal keeps its order and old cursors keep their place.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use engine::{Actor, Cursor, Engine, Event, TicketFilter};
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

/// The text of a cursor as a cluster that is [`AHEAD`] would have given it out.
fn ahead(cursor: Cursor) -> Cursor {
    let bytes = URL_SAFE_NO_PAD.decode(cursor.to_string()).expect("base64");
    let text = String::from_utf8(bytes).expect("text");
    let mut parts: Vec<i64> = text.split('.').map(|part| part.parse().expect("a number")).collect();
    parts[1] += AHEAD;
    let text = parts.iter().map(i64::to_string).collect::<Vec<_>>().join(".");
    URL_SAFE_NO_PAD.encode(text).parse().expect("a cursor")
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
    let seen = behind(&second_cluster, ahead(first[0].cursor), 3).await;
    assert_eq!(ids(&seen)[..2], ids(&first)[1..]);
    let four = seen[2].clone();
    let beyond = behind(&second_cluster, ahead(ahead(first[2].cursor)), 1).await;
    assert_eq!(ids(&beyond), [four.id], "a cursor that saw more than the dump had skips nothing new");

    // So was the second, which had moved the first one's lines below zero.
    let move_on = format!("UPDATE event SET tx = tx + {AHEAD} WHERE tx > 0");
    connection.execute_unprepared(&move_on).await.expect("moved");
    let third_cluster = app.another_node().await;
    app.given().ticket(&anna, "five").await;
    let all = behind(&third_cluster, ahead(start), 5).await;
    assert_eq!(ids(&all)[..4], [first[0].id, first[1].id, first[2].id, four.id]);
    assert_eq!(ids(&behind(&third_cluster, ahead(first[1].cursor), 2).await), [first[2].id, four.id]);
    assert_eq!(ids(&behind(&third_cluster, ahead(four.cursor), 1).await), [all[4].id]);

    let again = app.another_node().await;
    assert_eq!(ids(&behind(&again, all[3].cursor, 1).await), [all[4].id], "opening once more moves nothing");
}
