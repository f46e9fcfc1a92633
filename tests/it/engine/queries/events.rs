//! The history of tickets: many at once give what each gives alone.

use engine::{Event, EventId, Page, Paging, Status};
use tests::{TestApp, on_each_database};

on_each_database!(the_histories_of_many_tickets_are_those_of_each);

async fn the_histories_of_many_tickets_are_those_of_each(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let paul = app.given().customer("paul@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let mut tickets = Vec::new();
    for by in [&maria, &maria, &paul] {
        let ticket = app.given().ticket_in(by, &jana, Status::Pending).await;
        app.given().internal_note(&jana, &ticket, "Geheim.").await;
        app.given().comment(by, &ticket, "Hier.").await;
        tickets.push(ticket.id);
    }
    for viewer in [&maria, &jana] {
        for paging in [
            Paging::default(),
            Paging { first: Some(2), ..Paging::default() },
            Paging { last: Some(2), ..Paging::default() },
        ] {
            let together = app.engine.events_of_each(&viewer.actor, &tickets, &paging).await.unwrap();
            for ticket in &tickets {
                let alone = app.engine.events(&viewer.actor, *ticket, &paging).await.unwrap();
                assert_eq!(places(&together[ticket]), places(&alone), "{paging:?}");
            }
        }
        let counts = app.engine.count_events_of_each(&viewer.actor, &tickets).await.unwrap();
        for ticket in &tickets {
            let alone = app.engine.count_events(&viewer.actor, *ticket).await.unwrap();
            assert_eq!(counts.get(ticket).copied().unwrap_or_default(), alone);
        }
    }
}

/// What a page shows and where, but for the cursors of the events: those wait for whatever else writes to the cluster.
fn places(page: &Page<Event>) -> (Vec<(&str, EventId)>, bool, bool) {
    let items = page.items.iter().map(|(place, event)| (place.as_str(), event.id));
    (items.collect(), page.has_next, page.has_previous)
}
