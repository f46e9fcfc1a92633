//! A ticket is marked as unread, for one person.

use engine::{Code, Mark};
use tests::{TestApp, on_each_database};

on_each_database!(what_is_unread_again_is_marked_for_one_person_alone, customers_may_not);

async fn what_is_unread_again_is_marked_for_one_person_alone(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ole = app.given().agent("ole@example.org").await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    assert_eq!(app.engine.read_until(&jana.actor, ticket.id).await.unwrap(), None);
    for person in [&jana, &ole] {
        app.engine.mark_seen(&person.actor, ticket.number).await.unwrap();
    }
    assert_eq!(app.engine.read_until(&jana.actor, ticket.id).await.unwrap(), Some(app.now()));
    let same = app.engine.mark_unseen(&jana.actor, ticket.number).await.unwrap();
    assert_eq!(same.version, ticket.version, "the ticket does not change");
    assert_eq!(app.engine.read_until(&jana.actor, ticket.id).await.unwrap(), None);
    let mark = async |person: &tests::Person| {
        app.engine.marks(&person.actor, &[ticket.id]).await.unwrap().remove(&ticket.id)
    };
    assert_eq!((mark(&jana).await, mark(&ole).await), (Some(Mark::New), None));
}

async fn customers_may_not(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let eve = app.given().customer("eve@example.org").await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    for (person, code) in [(&maria, Code::Forbidden), (&eve, Code::NotFound)] {
        assert_eq!(app.engine.mark_unseen(&person.actor, ticket.number).await.unwrap_err().code(), code);
    }
    assert_eq!(app.engine.read_until(&maria.actor, ticket.id).await.unwrap(), None);
}
