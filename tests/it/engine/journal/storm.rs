//! Many writers on two nodes at once: a follower gets every event once and in an order that its cursors keep.

use std::collections::HashSet;

use engine::{Actor, CreateTicket, Cursor, Engine, Event, EventKind, TicketFilter, TicketOrder};
use futures::{StreamExt as _, future::join_all};
use tests::{TestApp, given::Person, on_each_database};

const WRITERS: usize = 6;
const EACH: usize = 12;

async fn write(engine: Engine, by: Actor, writer: usize) {
    for place in 0..EACH {
        let input = CreateTicket {
            title: format!("Writer {writer}, number {place}"),
            text: "The text.".to_owned(),
            ..CreateTicket::default()
        };
        engine.create_ticket(&by, input).await.expect("a ticket");
    }
}

/// Reads all events, leaving and coming back with the last cursor every few of them.
async fn read(engine: Engine, start: Cursor) -> Vec<Event> {
    let mut seen: Vec<Event> = Vec::new();
    while seen.len() < WRITERS * EACH {
        let after = seen.last().map_or(start, |event| event.cursor);
        let events = engine.follow(&Actor::system(), Some(after), TicketFilter::default());
        let few = (WRITERS * EACH - seen.len()).min(7);
        seen.extend(events.take(few).map(|event| event.expect("an event")).collect::<Vec<_>>().await);
    }
    seen
}

on_each_database!(nothing_is_lost_or_repeated_while_many_write_and_a_reader_keeps_coming_back);

async fn nothing_is_lost_or_repeated_while_many_write_and_a_reader_keeps_coming_back(app: TestApp) {
    let nodes = [app.engine.clone(), app.another_node().await];
    let anna: Person = app.given().customer("anna@example.org").await;
    let start = app.engine.journal_end().await.expect("a place");
    let writers = (0..WRITERS).map(|writer| write(nodes[writer % 2].clone(), anna.actor.clone(), writer));
    let writers = tokio::spawn(join_all(writers.collect::<Vec<_>>()));
    let readers = nodes.iter().map(|node| read(node.clone(), start));
    let read = tokio::time::timeout(std::time::Duration::from_mins(1), join_all(readers));
    let seen = read.await.expect("every event comes");
    writers.await.expect("all is written");
    for seen in &seen {
        let ids: HashSet<_> = seen.iter().map(|event| event.id).collect();
        assert_eq!(ids.len(), WRITERS * EACH);
        assert!(seen.iter().all(|event| event.kind == EventKind::Created));
    }
    assert_eq!(seen[0], seen[1], "all readers see one order");
    let numbers =
        app.engine.tickets(&Actor::system(), &TicketFilter::default(), TicketOrder::default(), &many()).await;
    let numbers: HashSet<_> = numbers.expect("a page").items.into_iter().map(|(_, one)| one.number).collect();
    assert_eq!(numbers.len(), WRITERS * EACH, "no number was given twice");
}

fn many() -> engine::Paging {
    engine::Paging { first: Some(100), ..engine::Paging::default() }
}
