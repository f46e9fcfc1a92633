//! What comes too late to be taken back.

use std::time::Duration;

use axum::http::StatusCode;
use engine::Status;
use tests::TestApp;

use crate::web_ui::Visit;

/// Without a script the offer stays on the page; the page that follows says that its time is over.
#[tokio::test]
async fn a_status_that_is_taken_back_too_late_stays_and_the_page_says_why() {
    let settings = |settings: &mut engine::Settings| settings.tickets.undo_send = Duration::from_secs(10);
    let app = TestApp::with(tests::Backend::Sqlite, settings).await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    for (mut desk, lang, words) in [
        (Visit::of(&app, &jana), "de", "Zum Rückgängigmachen ist es zu spät"),
        (Visit::of(&app, &jana), "en", "It is too late to undo this"),
    ] {
        desk.get(&format!("/profile?lang={lang}")).await;
        let ticket = app.given().ticket(&anna, "Drucker").await;
        let path = format!("/tickets/{}", ticket.number);
        let update = format!("{path}/update");
        let csrf = desk.get(&path).await.value("csrf");
        desk.post(&update, &[("csrf", &csrf), ("status", "CLOSED")]).await;
        let page = desk.get(&path).await;
        let (_, form) = page.body.split_once("data-until").expect("an offer");
        let value = |name: &str| {
            let (_, rest) = form.split_once(&format!("name=\"{name}\" value=\"")).expect("a value");
            rest.split('"').next().expect("its end").to_owned()
        };
        let (version, before, until) = (value("version"), value("status"), value("until"));
        app.clock.advance(Duration::from_secs(11));
        let fields = [
            ("csrf", csrf.as_str()),
            ("version", &version),
            ("undo", "1"),
            ("until", &until),
            ("status", &before),
        ];
        let late = desk.post(&update, &fields).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        assert!(
            late.says(words) && late.says("Drucker") && !late.body.contains("data-until"),
            "{}",
            late.text()
        );
        let found = app.engine.ticket(&jana.actor, ticket.number).await.expect("an answer");
        assert_eq!(found.expect("a ticket").status, Status::Closed);
    }
}
