//! Links from a ticket to other systems.

use engine::{AddExternalLink, Code, ExternalLink, Paging, Ticket};
use tests::{Person, TestApp, on_each_database};

on_each_database!(
    s12_a_ticket_holds_links_to_another_issue_tracker_for_the_staff_or_for_all,
    s12_the_same_address_again_changes_its_key_and_who_sees_it,
    only_web_addresses_are_taken
);

fn jira(ticket: &Ticket, visible_to_customer: bool) -> AddExternalLink {
    AddExternalLink {
        number: ticket.number,
        url: "https://jira.example.org/browse/PROJ-42".to_owned(),
        key: Some("PROJ-42".to_owned()),
        visible_to_customer,
    }
}

async fn seen(app: &TestApp, by: &Person, ticket: &Ticket) -> Vec<ExternalLink> {
    let links = app.engine.external_links_of(&by.actor, &[ticket.id]).await.unwrap().remove(&ticket.id);
    links.unwrap_or_default()
}

async fn s12_a_ticket_holds_links_to_another_issue_tracker_for_the_staff_or_for_all(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let eve = app.given().customer("eve@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    let before = app.engine.ticket(&maria.actor, ticket.number).await.unwrap().unwrap();
    app.engine.add_external_link(&jana.actor, jira(&ticket, false)).await.unwrap();
    let links = seen(&app, &jana, &ticket).await;
    assert_eq!((links.len(), links[0].key.as_deref()), (1, Some("PROJ-42")));
    assert_eq!(links[0].url, "https://jira.example.org/browse/PROJ-42");
    assert_eq!(seen(&app, &maria, &ticket).await, []);
    let after = app.engine.ticket(&maria.actor, ticket.number).await.unwrap().unwrap();
    assert_eq!(after, before, "the customer notices nothing");
    let events = app.engine.events(&maria.actor, ticket.id, &Paging::default()).await.unwrap();
    assert_eq!(events.items.len(), 1);

    let public =
        AddExternalLink { url: "http://status.example.org".to_owned(), key: None, ..jira(&ticket, true) };
    app.engine.add_external_link(&jana.actor, public).await.unwrap();
    let links = seen(&app, &maria, &ticket).await;
    assert_eq!((links.len(), links[0].url.as_str()), (1, "http://status.example.org/"));
    assert_eq!(seen(&app, &eve, &ticket).await, []);
    for (by, code) in [(&maria, Code::Forbidden), (&eve, Code::NotFound)] {
        let error = app.engine.add_external_link(&by.actor, jira(&ticket, true)).await.unwrap_err();
        assert_eq!(error.code(), code);
    }
}

async fn s12_the_same_address_again_changes_its_key_and_who_sees_it(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    let first = app.engine.add_external_link(&jana.actor, jira(&ticket, false)).await.unwrap();
    let again = app.engine.add_external_link(&jana.actor, jira(&ticket, false)).await.unwrap();
    assert_eq!(again.version, first.version);
    let shown = AddExternalLink { key: Some(" PROJ-\n43 ".to_owned()), ..jira(&ticket, true) };
    app.engine.add_external_link(&jana.actor, shown).await.unwrap();
    let links = seen(&app, &maria, &ticket).await;
    assert_eq!((links.len(), links[0].key.as_deref()), (1, Some("PROJ- 43")));
}

async fn only_web_addresses_are_taken(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    let long = format!("https://example.org/{}", "x".repeat(2_000));
    for url in [
        "",
        "jira",
        "//jira.example.org",
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "ftp://example.org/x",
        "mailto:jana@example.org",
        "https://",
        "https://jana:secret@example.org/",
        &long,
    ] {
        let input = AddExternalLink { url: url.to_owned(), ..jira(&ticket, true) };
        let error = app.engine.add_external_link(&jana.actor, input).await.unwrap_err();
        assert_eq!((error.code(), error.field()), (Code::BadUserInput, Some("url")), "{url}");
    }
    let input = AddExternalLink { key: Some("k".repeat(101)), ..jira(&ticket, true) };
    let error = app.engine.add_external_link(&jana.actor, input).await.unwrap_err();
    assert_eq!((error.code(), error.field()), (Code::BadUserInput, Some("key")));
    assert_eq!(seen(&app, &jana, &ticket).await, []);
}
