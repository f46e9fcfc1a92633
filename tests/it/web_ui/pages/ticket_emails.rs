//! What became of the emails of a ticket, for the staff.

use std::time::Duration;

use axum::http::StatusCode;
use engine::Failure;
use tests::{Backend, TestApp};

use crate::web_ui::Visit;

#[tokio::test]
async fn the_staff_see_what_became_of_each_email_and_customers_do_not() {
    let app = TestApp::start().await;
    let tom = app.given().agent("tom@example.org").await;
    let kim = app.given().customer("kim@customer.example").await;
    let ticket = app.given().ticket(&kim, "Printer").await;
    let number = ticket.number;
    let page = format!("/tickets/{number}/emails");
    let mut staff = Visit::of(&app, &tom);
    assert!(staff.get(&format!("/tickets/{number}")).await.body.contains(&page), "the ticket leads there");
    assert!(staff.get(&page).await.says("wartet auf den Versand"));
    let claim = || app.engine.claim_letters(10, Duration::from_mins(1));
    for letter in claim().await.expect("an outbox") {
        app.engine.letter_accepted(letter.id, "250 2.0.0 queued as <4Xq>").await.expect("noted");
    }
    app.given().comment(&tom, &ticket, "Is it on?").await;
    for letter in claim().await.expect("an outbox") {
        let failure = Failure { error: "550 5.1.1 nobody here".to_owned(), permanent: true };
        app.engine.letter_failed(letter.id, failure).await.expect("noted");
    }
    let shown = staff.get(&page).await;
    for words in [
        "kim@customer.example",
        "vom Mailserver angenommen",
        "250 2.0.0 queued as <4Xq>",
        "nicht zugestellt",
        "550 5.1.1 nobody here",
    ] {
        assert!(shown.says(words), "{words}: {}", shown.text());
    }
    let mut customer = Visit::of(&app, &kim);
    assert_eq!(customer.get(&page).await.status, StatusCode::NOT_FOUND);
    assert!(!customer.get(&format!("/tickets/{number}")).await.body.contains("/emails"));
    assert_eq!(staff.get("/tickets/99999/emails").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_answer_says_whether_its_email_reached_the_customer_and_a_note_says_nothing() {
    let app = TestApp::start().await;
    let tom = app.given().agent("tom@example.org").await;
    let kim = app.given().customer("kim@customer.example").await;
    let ticket = app.given().ticket(&kim, "Printer").await;
    let page = format!("/tickets/{}?all=1", ticket.number);
    let claim = || app.engine.claim_letters(10, Duration::from_mins(1));
    for letter in claim().await.expect("an outbox") {
        app.engine.letter_accepted(letter.id, "250 2.0.0 queued").await.expect("noted");
    }
    let mut staff = Visit::of(&app, &tom);
    app.given().internal_note(&tom, &ticket, "Only we").await;
    assert!(!staff.get(&page).await.says("zugestellt"), "neither the request nor a note is an answer");
    app.given().comment(&tom, &ticket, "Is it on?").await;
    assert!(!staff.get(&page).await.says("zugestellt"), "it waits");
    for letter in claim().await.expect("an outbox") {
        app.engine.letter_accepted(letter.id, "250 2.0.0 queued").await.expect("noted");
    }
    let shown = staff.get(&page).await;
    assert!(shown.says("zugestellt") && !shown.says("nicht zugestellt"), "{}", shown.text());
    staff.get("/profile?lang=en").await;
    assert!(staff.get(&page).await.says("delivered"));
    app.given().comment(&tom, &ticket, "And now?").await;
    for letter in claim().await.expect("an outbox") {
        let failure = Failure { error: "550 5.1.1 nobody here".to_owned(), permanent: true };
        app.engine.letter_failed(letter.id, failure).await.expect("noted");
    }
    assert!(staff.get(&page).await.says("not delivered"));
    let customers = Visit::of(&app, &kim).get(&format!("/tickets/{}", ticket.number)).await;
    assert!(!customers.says("zugestellt"), "for the staff: {}", customers.text());
}

#[tokio::test]
async fn that_too_many_emails_went_to_a_person_is_said_in_words() {
    let app = TestApp::with(Backend::Sqlite, |settings| settings.mail.letters_per_person = 1).await;
    let tom = app.given().agent("tom@example.org").await;
    let kim = app.given().customer("kim@customer.example").await;
    app.given().ticket(&kim, "Printer").await;
    let second = app.given().ticket(&kim, "Screen").await;
    let shown = Visit::of(&app, &tom).get(&format!("/tickets/{}/emails", second.number)).await;
    assert!(shown.says("weil in kurzer Zeit zu viele E-Mails an diese Person gingen"), "{}", shown.text());
    assert!(!shown.says("too-many"), "{}", shown.text());
}
