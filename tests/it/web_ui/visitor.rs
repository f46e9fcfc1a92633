//! Who is asking is found out whatever else stands among the cookies.

use axum::http::StatusCode;
use tests::{TestApp, given::PASSWORD};

use super::Visit;

const UMLAUTS: [&[u8]; 4] = [
    "firma=Müller; ".as_bytes(),
    b"firma=M\xfcller; ",
    b"\xff=\xfe; ",
    "schalter_lang=\u{1f600}; ".as_bytes(),
];

#[tokio::test]
async fn a_cookie_with_an_umlaut_does_not_keep_anybody_from_logging_in() {
    let app = TestApp::start().await;
    app.given().customer("anna@example.com").await;
    for foreign in UMLAUTS {
        let mut visit = Visit::new(&app);
        visit.beside(foreign);
        let fields = [("email", "anna@example.com"), ("password", PASSWORD)];
        let answer = visit.fill("/login", &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{foreign:?}: {}", answer.text());
        assert_eq!(visit.get("/tickets").await.status, StatusCode::OK, "{foreign:?} hides the session");
    }
}

#[tokio::test]
async fn a_session_is_found_among_several_cookies_of_its_name() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    for foreign in ["schalter_session=left-over; ", "schalter_session=a; schalter_session=\u{fc}; b=c; "] {
        let mut visit = Visit::of(&app, &anna);
        visit.beside(foreign.as_bytes());
        let answer = visit.fill("/tickets/new", &[("title", "Drucker"), ("text", "Er druckt nicht.")]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{foreign}: {}", answer.text());
    }
}

#[tokio::test]
async fn a_visit_is_found_among_several_cookies_of_its_name() {
    let app = TestApp::start().await;
    app.given().customer("anna@example.com").await;
    let mut visit = Visit::new(&app);
    let csrf = visit.get("/login").await.value("csrf");
    visit.beside(b"schalter_visit=of-another-time; ");
    let fields = [("csrf", csrf.as_str()), ("email", "anna@example.com"), ("password", PASSWORD)];
    assert_eq!(visit.post("/login", &fields).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_planted_cookie_does_not_vouch_for_the_forms_of_somebody_elses_session() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let mallory = app.given().customer("mallory@example.com").await;
    let planted = Visit::of(&app, &mallory).get("/tickets/new").await.value("csrf");
    app.engine.logout(&mallory.actor).await.expect("logged out");
    let mut visit = Visit::of(&app, &anna);
    visit.beside(format!("schalter_session={}; ", mallory.token).as_bytes());
    let fields = [("csrf", planted.as_str()), ("title", "Drucker"), ("text", "x")];
    assert_eq!(visit.post("/tickets/new", &fields).await.status, StatusCode::FORBIDDEN);
}
