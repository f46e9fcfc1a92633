//! Tickets like the one that a customer is about to write: shown to whoever may read them, and to nobody else.

use std::time::Duration;

use axum::http::StatusCode;
use engine::Status;
use tests::{TestApp, given::PASSWORD};

use crate::web_ui::Visit;

const LOOK: &str = "/tickets/new/look?title=Drucker+druckt+nicht";

#[tokio::test]
async fn a_customer_is_shown_own_tickets_alike_open_and_lately_resolved() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let other = app.given().customer("otto@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let resolved = app.given().ticket(&anna, "Der Drucker brennt").await;
    app.given().set(&jana, &resolved, Status::Resolved).await;
    app.given().ticket(&anna, "Druckertreiber fehlt").await;
    app.given().ticket(&anna, "Bildschirm geht nicht").await;
    app.given().ticket(&other, "Drucker eines anderen").await;

    let mut visit = Visit::of(&app, &anna);
    let found = visit.get(LOOK).await;
    assert_eq!(found.status, StatusCode::OK);
    for title in ["Der Drucker brennt", "Druckertreiber fehlt", "bearbeitet"] {
        assert!(found.says(title), "{title}: {}", found.text());
    }
    for title in ["Bildschirm", "eines anderen"] {
        assert!(!found.says(title), "{title}: {}", found.text());
    }
    visit.get("/profile?lang=en").await;
    let english = visit.get(LOOK).await;
    assert!(english.says("Similar tickets"), "{}", english.text());
}

#[tokio::test]
async fn what_was_resolved_long_ago_is_not_shown() {
    let app = TestApp::start().await;
    let mut anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let resolved = app.given().ticket(&anna, "Der Drucker brennt").await;
    app.given().set(&jana, &resolved, Status::Resolved).await;
    app.clock.advance(Duration::from_hours(24 * 31));
    (anna.token, anna.actor) = app.given().log_in("anna@example.com", PASSWORD).await;
    let found = Visit::of(&app, &anna).get(LOOK).await;
    assert_eq!(found.status, StatusCode::OK);
    assert!(!found.says("Der Drucker brennt"), "{}", found.text());
}

#[tokio::test]
async fn tickets_of_colleagues_are_found_where_the_organisation_shares_them_and_nowhere_else() {
    let app = TestApp::start().await;
    let jana = app.given().agent("jana@example.org").await;
    for (name, shares) in [("Offen", true), ("Still", false)] {
        let organisation = app.given().organisation(name, shares).await;
        let domain = name.to_lowercase();
        let one = app.given().member(&organisation, &format!("max@{domain}.example")).await;
        let two = app.given().member(&organisation, &format!("eva@{domain}.example")).await;
        let ticket = app.given().ticket(&one, "Drucker der Kollegen").await;
        app.given().internal_note(&jana, &ticket, "Drucker, intern").await;
        let found = Visit::of(&app, &two).get(LOOK).await;
        assert_eq!(found.says("Drucker der Kollegen"), shares, "{name}: {}", found.text());
        assert!(!found.says("intern"), "{}", found.text());
    }
    let nobody = Visit::new(&app).get(LOOK).await;
    assert!(!nobody.says("Drucker der Kollegen"), "{}", nobody.text());
}

#[tokio::test]
async fn without_a_script_a_button_looks_and_what_was_typed_stays() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let ticket = app.given().ticket(&anna, "Der Drucker brennt").await;
    let mut visit = Visit::of(&app, &anna);
    let fields = [("title", "Drucker raucht"), ("text", "Er raucht noch."), ("find", "1")];
    let found = visit.fill("/tickets/new", &fields).await;
    assert_eq!(found.status, StatusCode::OK);
    assert!(found.body.contains(&format!("href=\"/tickets/{}\"", ticket.number)), "{}", found.text());
    assert_eq!(found.value("title"), "Drucker raucht");
    assert_eq!(found.value("text").trim(), "Er raucht noch.");
    let none = visit.fill("/tickets/new", &[("title", "Bildschirm"), ("text", "x"), ("find", "1")]).await;
    assert!(none.says("Keine ähnlichen Tickets gefunden."), "{}", none.text());
}
