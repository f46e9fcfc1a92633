//! Taking a watcher off a ticket: at once, for lists, letters and open streams.

use std::time::Duration;

use engine::{Code, Error, LetterKind, Paging, TicketFilter};
use futures::StreamExt as _;
use tests::{Person, TestApp, on_each_database};

async fn watched(app: &TestApp) -> (Person, Person, Person, engine::Ticket) {
    let given = app.given();
    let maria = given.customer("maria@muster.example").await;
    let tom = given.customer("tom@partner.example").await;
    let jana = given.agent("jana@example.org").await;
    let ticket = given.ticket(&maria, "Drucker").await;
    app.engine.watch_ticket(&jana.actor, ticket.number, Some(tom.user.id), None).await.expect("watched");
    (maria, tom, jana, ticket)
}

on_each_database!(
    s55_who_is_taken_off_sees_and_hears_nothing_more_also_in_an_open_stream,
    a_letter_that_waits_does_not_reach_who_was_taken_off,
    a_customer_takes_themselves_off_and_nobody_else,
    the_customer_of_a_ticket_takes_off_whom_they_see,
    taking_off_who_does_not_watch_changes_nothing
);

async fn s55_who_is_taken_off_sees_and_hears_nothing_more_also_in_an_open_stream(app: TestApp) {
    let (_, tom, jana, ticket) = watched(&app).await;
    let start = Some(app.engine.journal_end().await.expect("a place"));
    let of_ticket = TicketFilter { number: Some(ticket.number), ..TicketFilter::default() };
    let mut of_one = Box::pin(app.engine.follow(&tom.actor, start, of_ticket));
    app.given().comment(&jana, &ticket, "Sichtbar.").await;
    let soon = Duration::from_secs(20);
    let heard = tokio::time::timeout(soon, of_one.next()).await.expect("within twenty seconds");
    assert!(matches!(heard, Some(Ok(_))), "{heard:?}");
    app.engine.unwatch_ticket(&jana.actor, ticket.number, Some(tom.user.id)).await.expect("taken off");
    let end = loop {
        match tokio::time::timeout(soon, of_one.next()).await.expect("within twenty seconds") {
            Some(Ok(event)) => {
                assert!(event.changes.iter().all(|change| change.to.is_some()), "not even that it ended");
            }
            end => break end,
        }
    };
    assert!(matches!(end, Some(Err(Error::NotFound { .. }))), "{end:?}");
    assert!(app.engine.ticket(&tom.actor, ticket.number).await.unwrap().is_none());
    app.letters().await;
    app.given().comment(&jana, &ticket, "Unter uns.").await;
    assert_eq!(app.told().await, [(LetterKind::Changed, "maria@muster.example".to_owned())]);
}

async fn a_letter_that_waits_does_not_reach_who_was_taken_off(app: TestApp) {
    let (_, tom, jana, ticket) = watched(&app).await;
    app.letters().await;
    app.given().comment(&jana, &ticket, "Sichtbar.").await;
    app.engine.unwatch_ticket(&jana.actor, ticket.number, Some(tom.user.id)).await.expect("taken off");
    assert_eq!(app.told().await, [(LetterKind::Changed, "maria@muster.example".to_owned())]);
}

async fn a_customer_takes_themselves_off_and_nobody_else(app: TestApp) {
    let (_, tom, jana, ticket) = watched(&app).await;
    let eve = app.given().customer("eve@partner.example").await;
    app.engine.watch_ticket(&jana.actor, ticket.number, Some(eve.user.id), None).await.expect("watched");
    let refused = app.engine.unwatch_ticket(&tom.actor, ticket.number, Some(eve.user.id)).await;
    assert_eq!(refused.unwrap_err().code(), Code::Forbidden);
    app.engine.unwatch_ticket(&tom.actor, ticket.number, None).await.expect("oneself");
    let again = app.engine.unwatch_ticket(&tom.actor, ticket.number, None).await.unwrap_err();
    assert_eq!(again.code(), Code::NotFound, "they see it no longer");
}

async fn the_customer_of_a_ticket_takes_off_whom_they_see(app: TestApp) {
    let (maria, tom, jana, ticket) = watched(&app).await;
    app.engine.watch_ticket(&jana.actor, ticket.number, None, None).await.expect("oneself");
    app.engine.unwatch_ticket(&maria.actor, ticket.number, Some(tom.user.id)).await.expect("taken off");
    app.engine.unwatch_ticket(&maria.actor, ticket.number, Some(jana.user.id)).await.expect("as if absent");
    let left = app.engine.watchers_of(&jana.actor, &[ticket.id]).await.unwrap();
    assert_eq!(left[&ticket.id], [jana.user.id], "of staff who watch, customers learn nothing");
}

async fn taking_off_who_does_not_watch_changes_nothing(app: TestApp) {
    let (maria, tom, jana, ticket) = watched(&app).await;
    app.engine.unwatch_ticket(&jana.actor, ticket.number, Some(tom.user.id)).await.expect("taken off");
    let before = app.engine.events(&jana.actor, ticket.id, &Paging::default()).await.unwrap().items.len();
    for who in [tom.user.id, maria.user.id] {
        app.engine.unwatch_ticket(&jana.actor, ticket.number, Some(who)).await.expect("no error");
    }
    let after = app.engine.events(&jana.actor, ticket.id, &Paging::default()).await.unwrap().items.len();
    assert_eq!(after, before);
}
