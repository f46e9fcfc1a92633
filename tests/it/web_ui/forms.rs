//! Forms from elsewhere are refused, and what was typed is never lost.

use axum::http::StatusCode;
use engine::TicketFilter;
use tests::TestApp;

use super::Visit;

#[tokio::test]
async fn a_form_without_a_token_is_refused_and_shows_the_typed_text_again() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let mut visit = Visit::of(&app, &anna);
    let fields = [("title", "Drucker"), ("text", "Er <druckt> nicht.")];
    let answer = visit.post("/tickets/new", &fields).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(answer.says("Er <druckt> nicht."), "{}", answer.text());
    assert_eq!(app.engine.count_tickets(&anna.actor, &TicketFilter::default()).await.expect("a count"), 0);
}

#[tokio::test]
async fn the_token_of_another_person_is_worth_nothing() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let mallory = app.given().customer("mallory@example.com").await;
    let foreign = Visit::of(&app, &mallory).get("/tickets/new").await.value("csrf");
    let fields = [("csrf", foreign.as_str()), ("title", "Drucker"), ("text", "kaputt")];
    let answer = Visit::of(&app, &anna).post("/tickets/new", &fields).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn every_page_shows_another_token_and_each_is_good() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let mut visit = Visit::of(&app, &anna);
    let (first, second) =
        (visit.get("/tickets/new").await.value("csrf"), visit.get("/tickets/new").await.value("csrf"));
    assert_ne!(first, second);
    for csrf in [first, second] {
        let answer =
            visit.post("/tickets/new", &[("csrf", &csrf), ("title", "Drucker"), ("text", "x")]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    }
}

#[tokio::test]
async fn after_the_end_of_a_session_a_form_shows_the_typed_text_and_the_way_back() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let mut visit = Visit::of(&app, &anna);
    let csrf = visit.get("/tickets/new").await.value("csrf");
    app.engine.logout(&anna.actor).await.expect("logged out");
    let fields = [("csrf", csrf.as_str()), ("title", "Drucker"), ("text", "Ein langer Text")];
    let answer = visit.post("/tickets/new", &fields).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert!(answer.says("Ein langer Text"), "{}", answer.text());
    assert!(answer.body.contains("/login?next&#x3D;%2Ftickets%2Fnew"), "{}", answer.body);
}

#[tokio::test]
async fn a_form_that_is_no_form_is_refused_with_a_page() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let mut visit = Visit::of(&app, &anna);
    let answer = visit.upload("/tickets/new", &[("title", "a\r\n--line\r\nbroken")], &[]).await;
    assert!(answer.status.is_client_error(), "{}", answer.status);
}
