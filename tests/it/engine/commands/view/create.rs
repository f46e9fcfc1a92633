//! A search is saved as a view.

use engine::{CreateView, Error, Paging, Status, TicketFilter, TicketOrder, UpdateTicket};
use tests::{TestApp, on_each_database};

use super::{names, saved};

on_each_database!(
    s30_a_view_is_ones_own_until_it_is_shared_and_counts_what_its_reader_sees,
    s30_a_view_needs_a_name_of_its_own_and_a_search_that_can_be_read,
    s30_customers_have_no_views,
    s30_only_what_is_shared_stands_in_the_audit_log,
);

async fn s30_a_view_is_ones_own_until_it_is_shared_and_counts_what_its_reader_sees(app: TestApp) {
    let given = app.given();
    let (jana, ole) = (given.agent("jana@example.org").await, given.agent("ole@example.org").await);
    let anna = given.customer("anna@a.example").await;
    given.ticket(&anna, "Printer").await;
    let asked = given.ticket_in(&anna, &jana, Status::Pending).await;
    let assignee = Some(Some(jana.user.id));
    let taken = UpdateTicket { number: asked.number, assignee, ..UpdateTicket::default() };
    app.engine.update_ticket(&jana.actor, taken).await.expect("taken");
    let own = saved(&app, &jana, "Mine", "assignee:me status:new,open,pending", false).await;
    let team = saved(&app, &jana, "New printers", " status:new   printer ", true).await;
    assert_eq!(team.query, "status:new printer");
    assert_eq!(names(&app, &jana).await, ["Mine", "New printers"]);
    assert_eq!(names(&app, &ole).await, ["New printers"]);
    assert!(app.engine.view(&ole.actor, own.id).await.expect("an answer").is_none());

    assert_eq!(app.engine.count_view(&jana.actor, &own).await.expect("a count"), 1);
    assert_eq!(app.engine.count_view(&ole.actor, &team).await.expect("a count"), 1);
    given.ticket(&anna, "Another printer").await;
    assert_eq!(app.engine.count_view(&ole.actor, &team).await.expect("a count"), 2, "at once");
    // What it counts is what its search finds.
    let search = Some(app.engine.read_search(&ole.actor, &team.query).expect("it is read"));
    let filter = TicketFilter { search, ..TicketFilter::default() };
    let page = app.engine.tickets(&ole.actor, &filter, TicketOrder::default(), &Paging::default()).await;
    assert_eq!(page.expect("a page").items.len(), 2);
    let queue = app.engine.queues(&jana.actor).await.expect("queues").remove(0);
    app.engine.set_queue_members(&engine::Actor::system(), queue.id, &[jana.user.id]).await.expect("set");
    assert_eq!(app.engine.count_view(&ole.actor, &team).await.expect("a count"), 0, "not his queue");
}

async fn s30_a_view_needs_a_name_of_its_own_and_a_search_that_can_be_read(app: TestApp) {
    let jana = app.given().agent("jana@example.org").await;
    let ole = app.given().agent("ole@example.org").await;
    saved(&app, &jana, "Open", "status:open", false).await;
    saved(&app, &ole, "Open", "status:open", true).await;
    let long = "x".repeat(101);
    for (name, query, field) in [
        ("", "status:open", "name"),
        (" \n", "status:open", "name"),
        (long.as_str(), "status:open", "name"),
        ("Open", "status:new", "name"),
        ("Other", "", "query"),
        ("Other", "status:offen", "query"),
        ("Other", "created:soon", "query"),
    ] {
        let input = CreateView { name: name.to_owned(), query: query.to_owned(), shared: false };
        let refused = app.engine.create_view(&jana.actor, input).await.expect_err("refused");
        assert_eq!(refused.field(), Some(field), "{name:?} {query:?}: {refused}");
    }
}

async fn s30_customers_have_no_views(app: TestApp) {
    let anna = app.given().customer("anna@a.example").await;
    let jana = app.given().agent("jana@example.org").await;
    let team = saved(&app, &jana, "Team", "status:open", true).await;
    let input = CreateView { name: "x".to_owned(), query: "x".to_owned(), shared: false };
    let refused = app.engine.create_view(&anna.actor, input).await;
    assert!(matches!(refused, Err(Error::Forbidden { .. })));
    assert!(matches!(app.engine.views(&anna.actor).await, Err(Error::Forbidden { .. })));
    assert!(app.engine.view(&anna.actor, team.id).await.expect("an answer").is_none());
}

async fn s30_only_what_is_shared_stands_in_the_audit_log(app: TestApp) {
    let admin = app.given().admin("admin@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    saved(&app, &jana, "Secret", "customer:anna@a.example", false).await;
    let team = saved(&app, &jana, "Team", "status:open", true).await;
    app.engine.delete_view(&jana.actor, team.id).await.expect("deleted");
    let log = app.engine.audit_log(&admin.actor, None, &Paging::default()).await.expect("a log");
    let told: Vec<_> = log
        .items
        .iter()
        .filter(|(_, entry)| entry.audited.kind() == "VIEW_CHANGED")
        .map(|(_, entry)| {
            entry
                .changes
                .iter()
                .map(|change| (change.from.as_deref(), change.to.as_deref()))
                .collect::<Vec<_>>()
        })
        .collect();
    let made = vec![(None, Some("Team")), (None, Some("status:open"))];
    let gone = vec![(Some("Team"), None), (Some("status:open"), None)];
    assert!(told == [gone.clone(), made.clone()] || told == [made, gone], "{told:?}");
}
