//! Who of the staff is at a ticket: told at once, to colleagues alone, and forgotten with their stream.

use std::{pin::Pin, time::Duration};

use engine::{Actor, Code, Error, Presence, Result, SaveDraft, Ticket, UserId};
use futures::{Stream, StreamExt as _};
use sea_orm::{ConnectionTrait as _, Database};
use tests::{TestApp, on_each_database};

type Told = Pin<Box<dyn Stream<Item = Result<Vec<Presence>>> + Send>>;

on_each_database!(
    whoever_has_a_ticket_open_is_there_until_they_leave,
    whoever_saves_a_draft_writes_and_stops_after_a_while,
    two_windows_of_one_person_are_one_presence,
    only_the_staff_who_see_the_ticket_are_told,
    the_stream_ends_when_the_ticket_is_out_of_sight,
    who_is_on_another_node_is_there_too,
    whoever_vanished_is_forgotten
);

async fn attend(app: &TestApp, actor: &Actor, ticket: &Ticket) -> Told {
    Box::pin(app.engine.presence(actor, ticket.number).await.expect("a stream"))
}

/// Waits until the stream tells that these are there, each with whether they write.
async fn until(told: &mut Told, wanted: &[(UserId, bool)]) -> Vec<Presence> {
    let hearing = async {
        loop {
            let now = told.next().await.expect("the stream goes on").expect("who is there");
            let seen: Vec<_> = now.iter().map(|one| (one.user, one.writing)).collect();
            if seen == wanted {
                return now;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(20), hearing).await.expect("within twenty seconds")
}

async fn at(app: &TestApp, actor: &Actor, ticket: &Ticket) -> Vec<UserId> {
    let found = app.engine.presence_of(actor, &[ticket.id]).await.expect("an answer");
    found.into_values().flatten().map(|one| one.user).collect()
}

fn draft(ticket: &Ticket, text: &str) -> SaveDraft {
    SaveDraft { number: ticket.number, text: text.to_owned(), ..SaveDraft::default() }
}

async fn whoever_has_a_ticket_open_is_there_until_they_leave(app: TestApp) {
    let anna = app.given().customer("anna@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ole = app.given().agent("ole@example.org").await;
    let ticket = app.given().ticket(&anna, "A ticket").await;
    let (jana_id, ole_id) = (jana.user.id, ole.user.id);
    let mut of_jana = attend(&app, &jana.actor, &ticket).await;
    let alone = until(&mut of_jana, &[(jana_id, false)]).await;
    assert_eq!(alone[0].since, app.now());
    app.clock.advance(Duration::from_secs(5));
    let mut of_ole = attend(&app, &ole.actor, &ticket).await;
    until(&mut of_ole, &[(jana_id, false), (ole_id, false)]).await;
    until(&mut of_jana, &[(jana_id, false), (ole_id, false)]).await;
    drop(of_ole);
    until(&mut of_jana, &[(jana_id, false)]).await;
    assert_eq!(at(&app, &ole.actor, &ticket).await, [jana_id]);
}

async fn whoever_saves_a_draft_writes_and_stops_after_a_while(app: TestApp) {
    let anna = app.given().customer("anna@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ole = app.given().agent("ole@example.org").await;
    let ticket = app.given().ticket(&anna, "A ticket").await;
    let mut of_jana = attend(&app, &jana.actor, &ticket).await;
    let jana_looks = (jana.user.id, false);
    until(&mut of_jana, &[jana_looks]).await;
    app.clock.advance(Duration::from_secs(1));
    // By GraphQL or a page, whether or not they hold a stream.
    app.engine.save_draft(&ole.actor, draft(&ticket, "I think")).await.expect("saved");
    until(&mut of_jana, &[jana_looks, (ole.user.id, true)]).await;
    app.engine.save_draft(&anna.actor, draft(&ticket, "Please")).await.expect("saved");
    let nobody_more = at(&app, &jana.actor, &ticket).await;
    assert_eq!(nobody_more, [jana.user.id, ole.user.id], "what customers type is theirs");
    app.engine.save_draft(&ole.actor, draft(&ticket, " ")).await.expect("removed");
    until(&mut of_jana, &[jana_looks]).await;
    app.engine.save_draft(&ole.actor, draft(&ticket, "I know")).await.expect("saved");
    until(&mut of_jana, &[jana_looks, (ole.user.id, true)]).await;
    app.clock.advance(Duration::from_secs(31));
    until(&mut of_jana, &[jana_looks]).await;
}

async fn two_windows_of_one_person_are_one_presence(app: TestApp) {
    let anna = app.given().customer("anna@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ole = app.given().agent("ole@example.org").await;
    let ticket = app.given().ticket(&anna, "A ticket").await;
    let mut first = attend(&app, &jana.actor, &ticket).await;
    let began = until(&mut first, &[(jana.user.id, false)]).await;
    app.clock.advance(Duration::from_secs(20));
    let mut second = attend(&app, &jana.actor, &ticket).await;
    let both = until(&mut second, &[(jana.user.id, false)]).await;
    assert_eq!(both, began, "there without a break");
    drop(first);
    let mut of_ole = attend(&app, &ole.actor, &ticket).await;
    until(&mut of_ole, &[(jana.user.id, false), (ole.user.id, false)]).await;
    drop(second);
    until(&mut of_ole, &[(ole.user.id, false)]).await;
}

async fn only_the_staff_who_see_the_ticket_are_told(app: TestApp) {
    let anna = app.given().customer("anna@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "A ticket").await;
    let mut of_jana = attend(&app, &jana.actor, &ticket).await;
    until(&mut of_jana, &[(jana.user.id, false)]).await;
    let stranger = app.given().customer("bob@example.net").await;
    let code = async |actor: &Actor, number| {
        app.engine.presence(actor, number).await.err().map(|error| error.code())
    };
    assert_eq!(code(&anna.actor, ticket.number).await, Some(Code::Forbidden));
    assert_eq!(code(&stranger.actor, ticket.number).await, Some(Code::NotFound));
    assert_eq!(code(&jana.actor, 99_999).await, Some(Code::NotFound));
    assert_eq!(code(&Actor::nobody(), ticket.number).await, Some(Code::Unauthenticated));
    for actor in [&anna.actor, &stranger.actor, &Actor::nobody()] {
        assert!(at(&app, actor, &ticket).await.is_empty());
    }
    let admin = app.given().admin("admin@example.org").await;
    let (_, blind) = app.given().token(&admin, &["admin"]).await;
    assert_eq!(code(&blind, ticket.number).await, Some(Code::Forbidden));
    assert!(at(&app, &blind, &ticket).await.is_empty());
}

async fn the_stream_ends_when_the_ticket_is_out_of_sight(app: TestApp) {
    let anna = app.given().customer("anna@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "A ticket").await;
    let mut told = attend(&app, &jana.actor, &ticket).await;
    until(&mut told, &[(jana.user.id, false)]).await;
    let connection = Database::connect(app.database()).await.expect("a connection");
    connection.execute_unprepared("DELETE FROM queue_member").await.expect("removed");
    let end = async {
        loop {
            if let Err(error) = told.next().await.expect("an end that says why") {
                return error;
            }
        }
    };
    let end = tokio::time::timeout(Duration::from_secs(20), end).await.expect("within twenty seconds");
    assert!(matches!(end, Error::NotFound { .. } | Error::Forbidden { .. }), "{end:?}");
    assert!(told.next().await.is_none());
}

async fn who_is_on_another_node_is_there_too(app: TestApp) {
    let anna = app.given().customer("anna@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ole = app.given().agent("ole@example.org").await;
    let ticket = app.given().ticket(&anna, "A ticket").await;
    let other = app.another_node().await;
    let mut of_jana = attend(&app, &jana.actor, &ticket).await;
    until(&mut of_jana, &[(jana.user.id, false)]).await;
    app.clock.advance(Duration::from_secs(1));
    let mut of_ole: Told = Box::pin(other.presence(&ole.actor, ticket.number).await.expect("a stream"));
    let both = [(jana.user.id, false), (ole.user.id, false)];
    until(&mut of_ole, &both).await;
    until(&mut of_jana, &both).await;
}

async fn whoever_vanished_is_forgotten(app: TestApp) {
    let anna = app.given().customer("anna@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ole = app.given().agent("ole@example.org").await;
    let ticket = app.given().ticket(&anna, "A ticket").await;
    let gone = app.another_node().await;
    let mut of_ole: Told = Box::pin(gone.presence(&ole.actor, ticket.number).await.expect("a stream"));
    until(&mut of_ole, &[(ole.user.id, false)]).await;
    // A node that is killed takes nobody off.
    std::mem::forget(of_ole);
    assert_eq!(at(&app, &jana.actor, &ticket).await, [ole.user.id]);
    app.pass(Duration::from_secs(46)).await;
    assert!(at(&app, &jana.actor, &ticket).await.is_empty());
    let connection = Database::connect(app.database()).await.expect("a connection");
    let rows = connection.query_all_raw(sea_orm::Statement::from_string(
        connection.get_database_backend(),
        "SELECT user_id FROM presence",
    ));
    assert!(rows.await.expect("rows").is_empty(), "the row is gone too");
}
