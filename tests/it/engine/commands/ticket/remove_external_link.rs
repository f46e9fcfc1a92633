//! Removing a link from a ticket to another system.

use engine::{AddExternalLink, Code, EventKind, ExternalLinkId, Paging};
use tests::{TestApp, on_each_database};
use uuid::Uuid;

on_each_database!(s12_an_external_link_is_removed_and_the_history_tells_it);

async fn s12_an_external_link_is_removed_and_the_history_tells_it(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let eve = app.given().customer("eve@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    let url = "https://jira.example.org/browse/PROJ-42".to_owned();
    let input = AddExternalLink { number: ticket.number, url: url.clone(), ..AddExternalLink::default() };
    app.engine.add_external_link(&jana.actor, input).await.unwrap();
    let id = app.engine.external_links_of(&jana.actor, &[ticket.id]).await.unwrap()[&ticket.id][0].id;
    for (by, code) in [(&maria, Code::Forbidden), (&eve, Code::NotFound)] {
        assert_eq!(app.engine.remove_external_link(&by.actor, id).await.unwrap_err().code(), code);
    }
    app.engine.remove_external_link(&jana.actor, id).await.unwrap();
    assert!(app.engine.external_links_of(&jana.actor, &[ticket.id]).await.unwrap().is_empty());
    for id in [id, ExternalLinkId(Uuid::nil())] {
        let error = app.engine.remove_external_link(&jana.actor, id).await.unwrap_err();
        assert_eq!(error.code(), Code::NotFound);
    }
    let events = app.engine.events(&jana.actor, ticket.id, &Paging::default()).await.unwrap().items;
    let (_, last) = events.last().unwrap();
    assert_eq!((last.kind, last.changes[0].from.as_ref()), (EventKind::Linked, Some(&url)));
}
