//! Removing a link between two tickets.

use engine::{Code, LinkId, LinkKind, LinkTickets};
use tests::{TestApp, on_each_database};
use uuid::Uuid;

on_each_database!(a_link_is_removed_from_either_end_and_a_second_time_is_not_found);

async fn a_link_is_removed_from_either_end_and_a_second_time_is_not_found(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let eve = app.given().customer("eve@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let (one, other) =
        (app.given().ticket(&maria, "Umzug").await, app.given().ticket(&maria, "Drucker").await);
    let input = LinkTickets { number: one.number, other: other.number, kind: LinkKind::ParentOf };
    let linked = app.engine.link_tickets(&jana.actor, input).await.unwrap();
    let id = app.engine.links_of(&jana.actor, &[other.id]).await.unwrap()[&other.id][0].id;
    for (by, code) in [(&maria, Code::Forbidden), (&eve, Code::NotFound)] {
        assert_eq!(app.engine.unlink_tickets(&by.actor, id).await.unwrap_err().code(), code);
    }
    app.engine.unlink_tickets(&jana.actor, id).await.unwrap();
    let now = app.engine.ticket(&jana.actor, one.number).await.unwrap().unwrap();
    assert_eq!(now.version, linked.version + 1);
    for id in [id, LinkId(Uuid::nil())] {
        assert_eq!(app.engine.unlink_tickets(&jana.actor, id).await.unwrap_err().code(), Code::NotFound);
    }
}
