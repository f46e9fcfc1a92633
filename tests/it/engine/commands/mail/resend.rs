//! A letter that failed is sent again by the staff who work its ticket, and by nobody else.

use std::time::Duration;

use engine::{Code, Failure, LetterKind};
use tests::{TestApp, on_each_database};

on_each_database!(a_failed_letter_is_sent_again_once);

async fn a_failed_letter_is_sent_again_once(app: TestApp) {
    let (anna, max) =
        (app.given().customer("anna@example.com").await, app.given().agent("max@example.org").await);
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let letter = app.engine.claim_letters(1, Duration::from_mins(1)).await.unwrap().remove(0);
    let failure = Failure { error: "550 no".to_owned(), permanent: true };
    app.engine.letter_failed(letter.id, failure).await.unwrap();
    let refused = app.engine.resend_letter(&anna.actor, letter.id).await.expect_err("a customer");
    assert_eq!(refused.code(), Code::Forbidden);
    assert_eq!(app.engine.unsent_letters(&anna.actor, ticket.id).await.unwrap(), [], "not for customers");
    assert_eq!(app.engine.resend_letter(&max.actor, letter.id).await.unwrap(), ticket.id);
    assert_eq!(app.told().await, [(LetterKind::Confirmation, "anna@example.com".to_owned())]);
    let refused = app.engine.resend_letter(&max.actor, letter.id).await.expect_err("it left");
    assert_eq!(refused.code(), Code::BadUserInput);
    app.engine.set_queue_members(&engine::Actor::system(), ticket.queue, &[]).await.unwrap();
    let refused = app.engine.resend_letter(&max.actor, letter.id).await.expect_err("hidden");
    assert_eq!(refused.code(), Code::NotFound);
}
