//! Live updates.

use std::time::Duration;

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use futures::StreamExt as _;
use tests::{TestApp, given::Person};
use tower::ServiceExt as _;

/// Reads the stream until it says this.
async fn until(
    app: &TestApp,
    person: &Person,
    path: &str,
    act: impl Future<Output = ()>,
    wanted: &str,
) -> String {
    let request = Request::get(path)
        .header(header::COOKIE, format!("schalter_session={}", person.token))
        .body(Body::empty())
        .expect("a request");
    let response = app.router().oneshot(request).await.expect("an answer");
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    let mut stream = response.into_body().into_data_stream();
    let mut heard = String::new();
    let hearing = async {
        let hello = stream.next().await.expect("a greeting").expect("bytes");
        heard.push_str(&String::from_utf8_lossy(&hello));
        act.await;
        while !heard.contains(wanted) {
            let chunk = stream.next().await.expect("more").expect("bytes");
            heard.push_str(&String::from_utf8_lossy(&chunk));
        }
    };
    tokio::time::timeout(Duration::from_secs(20), hearing).await.expect("the event comes");
    heard
}

#[tokio::test]
async fn s41_a_change_is_told_at_once_and_can_be_resumed() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let path = format!("/live?number={}", ticket.number);
    let act = async {
        app.given().comment(&jana, &ticket, "Hallo").await;
    };
    let heard = until(&app, &anna, &path, act, "COMMENTED").await;
    assert!(heard.contains("event: changed") && heard.contains("id: "), "{heard}");
    assert!(!heard.contains("Hallo"), "the stream tells that, not what");
    let cursor = heard.split("id: ").nth(1).and_then(|rest| rest.lines().next()).expect("a cursor");
    let again = async {
        app.given().comment(&jana, &ticket, "Noch einmal").await;
    };
    let resumed = until(&app, &anna, &format!("{path}&after={cursor}"), again, "COMMENTED").await;
    assert!(!resumed.contains(&format!("id: {cursor}\n")), "what was heard is not told again: {resumed}");
}

#[tokio::test]
async fn a_stream_tells_that_the_viewer_may_not_follow_it_any_longer() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let act = async {
        app.engine.logout(&anna.actor).await.expect("logged out");
    };
    let heard = until(&app, &anna, "/live", act, "UNAUTHENTICATED").await;
    assert!(heard.contains("event: ended"), "{heard}");
}

#[tokio::test]
async fn a_stranger_hears_nothing() {
    let app = TestApp::start().await;
    let request = Request::get("/live").body(Body::empty()).expect("a request");
    let response = app.router().oneshot(request).await.expect("an answer");
    assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn an_internal_note_is_not_told_to_the_customer() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let act = async {
        app.given().internal_note(&jana, &ticket, "nur wir").await;
        app.given().set(&jana, &ticket, engine::Status::Pending).await;
    };
    let heard = until(&app, &anna, "/live", act, "STATUS_CHANGED").await;
    assert!(!heard.contains("COMMENTED"), "{heard}");
}
