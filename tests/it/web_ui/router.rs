//! What surrounds every answer.

use axum::http::StatusCode;
use tests::TestApp;

use super::Visit;

#[tokio::test]
async fn pages_forbid_foreign_scripts_frames_and_caches() {
    let app = TestApp::start().await;
    let page = Visit::new(&app).get("/login").await;
    let header =
        |name: &str| page.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let policy = header("content-security-policy");
    assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{policy}");
    assert!(!policy.contains("unsafe"), "{policy}");
    assert_eq!(header("x-frame-options"), "DENY");
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert_eq!(header("referrer-policy"), "same-origin");
    assert_eq!(header("cache-control"), "no-store");
}

#[tokio::test]
async fn no_page_has_a_script_or_a_style_of_its_own() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let mut visit = Visit::of(&app, &anna);
    let zoom = format!("/tickets/{}", ticket.number);
    for path in ["/login", "/password", "/tickets", "/tickets/new", "/search?q=x", &zoom, "/nowhere"] {
        let body = visit.get(path).await.body;
        assert!(!body.contains(" style=") && !body.contains("<style"), "{path} has a style");
        assert!(!body.contains(" onclick") && !body.contains("<script>"), "{path} has a script");
    }
}

#[tokio::test]
async fn what_is_not_there_is_a_page_that_says_so() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let mut visit = Visit::of(&app, &anna);
    for path in ["/nowhere", "/tickets/99999", "/tickets/abc", "/tickets/99999999999999999999", "/desk"] {
        let page = visit.get(path).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
        assert!(page.says("Nicht gefunden"), "{path}: {}", page.text());
    }
}

#[tokio::test]
async fn an_address_that_cannot_be_read_is_answered_with_a_page() {
    let app = TestApp::start().await;
    let jana = app.given().agent("jana@example.org").await;
    let mut visit = Visit::of(&app, &jana);
    for path in ["/desk?at=many", "/legacy/abc", "/tickets/%ff", "/live?number=x"] {
        let page = visit.get(path).await;
        assert!(page.status.is_client_error(), "{path}");
        assert!(page.body.starts_with("<!doctype html>"), "{path}: {}", page.body);
    }
}

#[tokio::test]
async fn a_stranger_is_sent_to_the_log_in_and_learns_nothing() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let mut visit = Visit::new(&app);
    for path in [format!("/tickets/{}", ticket.number), "/tickets/99999".to_owned(), "/desk".to_owned()] {
        let answer = visit.get(&path).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}");
        assert_eq!(answer.to, format!("/login?next={}", path.replace('/', "%2F")));
    }
}

#[tokio::test]
async fn assets_are_kept_for_ever_and_change_their_address_with_their_content() {
    let app = TestApp::start().await;
    let mut visit = Visit::new(&app);
    let page = visit.get("/login").await;
    let style = page.body.split('"').find(|part| part.ends_with("/style.css")).expect("a style sheet");
    let answer = visit.get(style).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.headers["content-type"], "text/css; charset=utf-8");
    assert!(answer.headers["cache-control"].to_str().expect("text").contains("immutable"));
    assert_eq!(visit.get("/assets/x/../../Cargo.toml").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn s16_an_old_id_leads_to_its_ticket_and_is_never_read_as_a_number() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let max = app.given().customer("max@example.com").await;
    let old = app.given().ticket(&anna, "Altes Ticket").await;
    let called = engine::UpdateTicket {
        number: old.number,
        external_id: Some("zammad:34".to_owned()),
        ..engine::UpdateTicket::default()
    };
    app.engine.update_ticket(&engine::Actor::system(), called).await.expect("it is changed");
    let mut visit = Visit::of(&app, &anna);
    let answer = visit.get("/legacy/34").await;
    assert_eq!((answer.status, answer.to), (StatusCode::SEE_OTHER, format!("/tickets/{}", old.number)));
    let answer = visit.get("/ticket/zoom/34").await;
    assert_eq!((answer.status, answer.to), (StatusCode::SEE_OTHER, format!("/tickets/{}", old.number)));
    for id in [old.number.to_string(), "35".to_owned(), "x".to_owned(), "99999999999".to_owned()] {
        for path in [format!("/legacy/{id}"), format!("/ticket/zoom/{id}")] {
            assert_eq!(visit.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
    }
    assert_eq!(Visit::of(&app, &max).get("/legacy/34").await.status, StatusCode::NOT_FOUND);
}
