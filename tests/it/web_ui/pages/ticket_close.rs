//! Closing a ticket in the form below it, without a word.

use axum::http::StatusCode;
use engine::{Status, Ticket};
use tests::{TestApp, given::Person};

use crate::web_ui::{Shown, Visit};

async fn status(app: &TestApp, person: &Person, ticket: &Ticket) -> Status {
    app.engine.ticket(&person.actor, ticket.number).await.expect("an answer").expect("a ticket").status
}

async fn comment(visit: &mut Visit, ticket: &Ticket, fields: &[(&str, &str)]) -> Shown {
    let path = format!("/tickets/{}", ticket.number);
    let version = visit.get(&path).await.value("version");
    visit.fill_with_files(&path, &[&[("version", version.as_str())], fields].concat(), &[]).await
}

#[tokio::test]
async fn s59_s72_s74_a_customer_picks_closed_and_writes_nothing() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let mut visit = Visit::of(&app, &anna);
    let answer = comment(&mut visit, &ticket, &[("text", " "), ("status", "CLOSED")]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    // S59 and S72: one button, one status.
    assert_eq!(status(&app, &anna, &ticket).await, Status::Closed);
    // S74: a closed ticket stays what it is, and without a status there is nothing to do.
    let answer = comment(&mut visit, &ticket, &[("text", ""), ("status", "CLOSED")]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let answer = comment(&mut visit, &ticket, &[("text", ""), ("status", "")]).await;
    assert!(answer.says("Bitte geben Sie einen Text ein."), "{}", answer.text());
    assert_eq!(status(&app, &anna, &ticket).await, Status::Closed);
}
