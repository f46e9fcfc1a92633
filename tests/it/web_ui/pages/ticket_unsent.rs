//! Emails of a ticket that came back, as its page shows them to the staff.

use axum::http::StatusCode;
use engine::Ticket;
use tests::TestApp;

use crate::web_ui::Visit;

fn path(ticket: &Ticket) -> String {
    format!("/tickets/{}", ticket.number)
}

#[tokio::test]
async fn an_email_that_failed_stands_on_the_ticket_and_is_sent_again_from_there() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let lease = std::time::Duration::from_mins(1);
    let letter = app.engine.claim_letters(1, lease).await.expect("letters").remove(0);
    let failure = engine::Failure { error: "550 no such user".to_owned(), permanent: true };
    app.engine.letter_failed(letter.id, failure).await.expect("recorded");
    assert!(!Visit::of(&app, &anna).get(&path(&ticket)).await.says("Erneut senden"), "for the staff alone");
    let mut visit = Visit::of(&app, &jana);
    let page = visit.get(&path(&ticket)).await;
    assert!(page.says("550 no such user") && page.says("Erneut senden"), "{}", page.text());
    let (csrf, email) = (page.value("csrf"), page.value("email"));
    let fields = [("csrf", csrf.as_str()), ("email", email.as_str())];
    let answer = visit.post(&format!("{}/resend", path(&ticket)), &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    assert_eq!(
        app.told().await,
        [(engine::LetterKind::Confirmation, "anna@example.com".to_owned())],
        "it leaves again"
    );
    assert!(!visit.get(&path(&ticket)).await.says("Erneut senden"));
}

#[tokio::test]
async fn an_address_that_emails_come_back_from_is_shown_and_tried_again_on_both_pages() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let admin = app.given().admin("admin@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let lease = std::time::Duration::from_mins(1);
    let letter = app.engine.claim_letters(1, lease).await.expect("letters").remove(0);
    let failure = || engine::Failure { error: "550 5.1.1 no such user".to_owned(), permanent: true };
    app.engine.letter_failed(letter.id, failure()).await.expect("recorded");
    assert!(
        !Visit::of(&app, &anna).get(&path(&ticket)).await.says("Erneut versuchen"),
        "for the staff alone"
    );
    let mut visit = Visit::of(&app, &jana);
    let page = visit.get(&path(&ticket)).await;
    assert!(page.says("Erneut versuchen") && page.body.contains("id=\"unreachable\""), "{}", page.text());
    let (csrf, user) = (page.value("csrf"), page.value("user"));
    let fields = [("csrf", csrf.as_str()), ("user", user.as_str())];
    let answer = visit.post(&format!("{}/try-address", path(&ticket)), &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    assert!(!visit.get(&path(&ticket)).await.says("Erneut versuchen"));

    app.engine.letter_failed(letter.id, failure()).await.expect("recorded");
    let mut visit = Visit::of(&app, &admin);
    let place = format!("/admin/people/{user}");
    let page = visit.get(&place).await;
    assert!(page.says("550 5.1.1 no such user"), "{}", page.text());
    let csrf = page.value("csrf");
    let answer = visit.post(&format!("{place}/try-address"), &[("csrf", csrf.as_str())]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    assert!(!visit.get(&place).await.says("550 5.1.1"));
}
