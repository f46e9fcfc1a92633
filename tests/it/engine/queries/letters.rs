//! Staff learn of mails about an account that do not arrive, and nobody else.

use std::time::Duration;

use engine::{Actor, Bounce, Failure, IncomingMessage, LetterKind, Outcome, UserId};
use tests::{TestApp, on_each_database};

on_each_database!(
    a_password_mail_that_failed_is_shown_to_the_staff_until_one_arrives,
    a_password_mail_that_came_back_is_shown_to_the_staff
);

const LEASE: Duration = Duration::from_mins(1);

async fn failed(app: &TestApp, actor: &Actor, id: UserId) -> bool {
    app.engine.mail_failures(actor, &[id]).await.expect("an answer").contains_key(&id)
}

async fn a_password_mail_that_failed_is_shown_to_the_staff_until_one_arrives(app: TestApp) {
    let agent = app.given().agent("agent@example.org").await;
    let anna = app.given().customer("anna@example.org").await;
    let ben = app.given().prepared("ben@example.org").await;
    app.engine.request_password("ben@example.org", None).await.expect("an answer");
    let letter = app.engine.claim_letters(10, LEASE).await.expect("an outbox").remove(0);
    assert_eq!(letter.kind, LetterKind::PasswordRequest);
    assert!(!failed(&app, &agent.actor, ben.id).await, "it is under way");
    let failure = Failure { error: "550 no such user".to_owned(), permanent: true };
    app.engine.letter_failed(letter.id, failure).await.expect("noted");
    assert!(failed(&app, &agent.actor, ben.id).await);
    assert!(!failed(&app, &anna.actor, ben.id).await, "customers learn nothing of it");
    assert!(!failed(&app, &agent.actor, anna.user.id).await);
    app.clock.advance(Duration::from_hours(1));
    app.engine.request_password("ben@example.org", None).await.expect("an answer");
    assert_eq!(app.letters().await.len(), 1);
    assert!(!failed(&app, &agent.actor, ben.id).await, "the next one arrived");
}

async fn a_password_mail_that_came_back_is_shown_to_the_staff(app: TestApp) {
    let agent = app.given().agent("agent@example.org").await;
    let ben = app.given().prepared("ben@example.org").await;
    app.engine.request_password("ben@example.org", None).await.expect("an answer");
    let letter = app.letters().await.remove(0);
    let bounce = Bounce {
        original_message_id: Some(letter.message_id),
        permanent: true,
        standard: true,
        ..Bounce::default()
    };
    let message = IncomingMessage {
        bounce: Some(bounce),
        subject: "Undelivered".to_owned(),
        ..IncomingMessage::default()
    };
    let raw = app.engine.store_raw(b"a report").await.expect("kept");
    let received =
        app.engine.receive_mail(engine::Delivery { raw, mailbox: None, message }).await.expect("taken in");
    assert_eq!((received.outcome, received.ticket), (Outcome::Bounced, None));
    assert!(failed(&app, &agent.actor, ben.id).await);
}
