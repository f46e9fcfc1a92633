//! Search.

use axum::http::StatusCode;
use tests::TestApp;

use crate::web_ui::Visit;

#[tokio::test]
async fn s29_a_number_leads_to_its_ticket_and_words_to_a_list() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let ticket = app.given().ticket(&anna, "Kein Platz in Datenbank").await;
    let mut visit = Visit::of(&app, &anna);
    for query in [ticket.number.to_string(), format!("%23{}", ticket.number)] {
        let answer = visit.get(&format!("/search?q={query}")).await;
        assert_eq!(answer.to, format!("/tickets/{}", ticket.number));
    }
    let found = visit.get("/search?q=datenbank").await;
    assert!(
        found.says("Ein Ticket gefunden für „datenbank“.") && found.says("Kein Platz"),
        "{}",
        found.text()
    );
    assert_eq!(found.value("q"), "datenbank", "the words are still in the box");
}

#[tokio::test]
async fn search_finds_nothing_of_others_and_survives_any_words() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let eve = app.given().customer("eve@example.com").await;
    let ticket = app.given().ticket(&anna, "Geheimes Projekt").await;
    let mut visit = Visit::of(&app, &eve);
    for query in
        ["Geheimes", &ticket.number.to_string(), "%22", "*", "a%20OR%20(", "%3Cscript%3E", "99999999999"]
    {
        let answer = visit.get(&format!("/search?q={query}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{query}");
        assert!(answer.says("Nichts gefunden") && !answer.says("Projekt"), "{query}: {}", answer.text());
    }
    assert!(visit.get("/search?q=").await.says("Wonach suchen Sie?"));
}
