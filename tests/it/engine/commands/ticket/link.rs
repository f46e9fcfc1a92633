//! Links between tickets: how each end reads them, who may add them, and what a parent's end warns of.

use engine::{Code, EventKind, LinkKind, LinkTickets, Paging, Role, Status, Ticket, UpdateTicket, Warning};
use tests::{Person, TestApp, on_each_database};

on_each_database!(
    each_end_reads_a_link_from_its_side_and_twice_is_once,
    links_that_contradict_each_other_are_refused,
    a_link_shows_only_to_those_who_see_the_other_end,
    customers_may_not_link_and_hidden_tickets_are_not_found,
    s71_closing_a_parent_warns_of_its_open_children_and_names_them
);

async fn link(
    app: &TestApp,
    by: &Person,
    one: &Ticket,
    kind: LinkKind,
    other: &Ticket,
) -> engine::Result<Ticket> {
    let input = LinkTickets { number: one.number, other: other.number, kind };
    app.engine.link_tickets(&by.actor, input).await
}

async fn seen(app: &TestApp, by: &Person, ticket: &Ticket) -> Vec<(LinkKind, engine::TicketId)> {
    let links = app.engine.links_of(&by.actor, &[ticket.id]).await.unwrap().remove(&ticket.id);
    links.unwrap_or_default().iter().map(|link| (link.kind, link.other)).collect()
}

async fn each_end_reads_a_link_from_its_side_and_twice_is_once(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let (one, other) =
        (app.given().ticket(&maria, "Umzug").await, app.given().ticket(&maria, "Drucker").await);
    for (kind, back) in [
        (LinkKind::Related, LinkKind::Related),
        (LinkKind::DuplicateOf, LinkKind::DuplicatedBy),
        (LinkKind::DuplicatedBy, LinkKind::DuplicateOf),
        (LinkKind::ParentOf, LinkKind::ChildOf),
        (LinkKind::ChildOf, LinkKind::ParentOf),
    ] {
        let linked = link(&app, &jana, &one, kind, &other).await.unwrap();
        let again = link(&app, &jana, &one, kind, &other).await.unwrap();
        assert_eq!(linked.version, again.version, "{kind}: it is there already");
        let turned = link(&app, &jana, &other, back, &one).await.unwrap();
        assert_eq!(turned.number, other.number, "{kind}: the first is answered");
        assert_eq!(seen(&app, &jana, &one).await, [(kind, other.id)]);
        assert_eq!(seen(&app, &jana, &other).await, [(back, one.id)]);
        let events = app.engine.events(&jana.actor, other.id, &Paging::default()).await.unwrap().items;
        let (_, last) = events.last().unwrap();
        assert_eq!((last.kind, last.actor), (EventKind::Linked, Some(jana.user.id)));
        assert_eq!(last.changes[0].to, Some(format!("{back} #{}", one.number)));
        let links = app.engine.links_of(&jana.actor, &[one.id]).await.unwrap();
        app.engine.unlink_tickets(&jana.actor, links[&one.id][0].id).await.unwrap();
        assert_eq!(seen(&app, &jana, &other).await, []);
    }
}

async fn links_that_contradict_each_other_are_refused(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let mut tickets = Vec::new();
    for title in ["Umzug", "Raum 1", "Drucker"] {
        tickets.push(app.given().ticket(&maria, title).await);
    }
    let [whole, part, piece] = &tickets[..] else { panic!("three tickets") };
    link(&app, &jana, whole, LinkKind::ParentOf, part).await.unwrap();
    link(&app, &jana, part, LinkKind::ParentOf, piece).await.unwrap();
    link(&app, &jana, part, LinkKind::DuplicateOf, piece).await.unwrap();
    for (one, kind, other, field) in [
        (piece, LinkKind::ParentOf, whole, "kind"),
        (whole, LinkKind::ChildOf, piece, "kind"),
        (piece, LinkKind::DuplicateOf, part, "kind"),
        (whole, LinkKind::Related, whole, "other"),
    ] {
        let error = link(&app, &jana, one, kind, other).await.unwrap_err();
        assert_eq!((error.code(), error.field()), (Code::BadUserInput, Some(field)), "{kind}");
    }
}

async fn a_link_shows_only_to_those_who_see_the_other_end(app: TestApp) {
    let (maria, otto) =
        (app.given().customer("maria@example.org").await, app.given().customer("otto@example.org").await);
    let jana = app.given().agent("jana@example.org").await;
    let (own, second, others) = (
        app.given().ticket(&maria, "Umzug").await,
        app.given().ticket(&maria, "Drucker").await,
        app.given().ticket(&otto, "Geheim").await,
    );
    link(&app, &jana, &own, LinkKind::Related, &others).await.unwrap();
    link(&app, &jana, &own, LinkKind::ParentOf, &second).await.unwrap();
    assert_eq!(seen(&app, &jana, &own).await.len(), 2);
    assert_eq!(seen(&app, &maria, &own).await, [(LinkKind::ParentOf, second.id)]);
    assert_eq!(seen(&app, &otto, &others).await, []);
    let page = app.engine.events(&maria.actor, own.id, &Paging::default()).await.unwrap();
    assert!(page.items.iter().all(|(_, event)| event.kind != EventKind::Linked), "it names the other number");

    let queue = app.given().queue("Vertrieb").await;
    let members = [jana.user.id];
    let ole = app.given().agent("ole@example.org").await;
    let moved = UpdateTicket { number: others.number, queue: Some(queue.id), ..UpdateTicket::default() };
    app.engine.update_ticket(&jana.actor, moved).await.unwrap();
    app.engine.set_queue_members(&engine::Actor::system(), queue.id, &members).await.unwrap();
    assert_eq!(ole.user.role, Role::Agent);
    assert_eq!(seen(&app, &ole, &own).await, [(LinkKind::ParentOf, second.id)]);
    let id = app.engine.links_of(&jana.actor, &[others.id]).await.unwrap()[&others.id][0].id;
    let error = app.engine.unlink_tickets(&ole.actor, id).await.unwrap_err();
    assert_eq!(error.code(), Code::NotFound);
    let error = link(&app, &ole, &own, LinkKind::DuplicateOf, &others).await.unwrap_err();
    assert_eq!(error.code(), Code::NotFound);
}

async fn customers_may_not_link_and_hidden_tickets_are_not_found(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let eve = app.given().customer("eve@example.org").await;
    let (one, other) =
        (app.given().ticket(&maria, "Umzug").await, app.given().ticket(&maria, "Drucker").await);
    let error = link(&app, &maria, &one, LinkKind::Related, &other).await.unwrap_err();
    assert_eq!(error.code(), Code::Forbidden);
    let own = app.given().ticket(&eve, "Eigenes").await;
    let error = link(&app, &eve, &one, LinkKind::Related, &own).await.unwrap_err();
    assert_eq!(error.code(), Code::NotFound, "as if it were absent");
}

async fn s71_closing_a_parent_warns_of_its_open_children_and_names_them(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let whole = app.given().ticket(&maria, "Umzug").await;
    let mut children = Vec::new();
    for title in ["Drucker", "Telefon", "Schlüssel"] {
        let child = app.given().ticket(&maria, title).await;
        link(&app, &jana, &child, LinkKind::ChildOf, &whole).await.unwrap();
        children.push(child);
    }
    app.given().set(&jana, &children[1], Status::Resolved).await;
    assert_eq!(app.engine.warnings(&jana.actor, &whole).await.unwrap(), [], "it is open itself");
    let closed = app.given().set(&jana, &whole, Status::Closed).await;
    assert_eq!(closed.status, Status::Closed, "a warning refuses nothing");
    let warnings = app.engine.warnings(&jana.actor, &closed).await.unwrap();
    let [Warning::OpenChildren(open)] = &warnings[..] else { panic!("{warnings:?}") };
    let open: Vec<i64> = open.iter().map(|child| child.number).collect();
    assert_eq!(open, [children[0].number, children[2].number]);
}
