//! A letter that failed is sent again by the staff who work its ticket, and by nobody else.

use std::time::Duration;

use engine::{Code, Failure, LetterKind, MailContent, Status};
use sea_orm::{ConnectOptions, ConnectionTrait as _, Database, DatabaseConnection, DbBackend, Statement};
use tests::{Backend, TestApp, on_each_database, wait::until};

on_each_database!(
    a_failed_letter_is_sent_again_once,
    a_letter_that_was_too_large_is_sent_again_without_its_files,
);

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

/// Whether the server said so at once, or a report that came later.
async fn a_letter_that_was_too_large_is_sent_again_without_its_files(app: TestApp) {
    let engine = app
        .node_with(|settings| {
            settings.mail.content = MailContent::Full;
            settings.mail.attachments = 1_000;
        })
        .await;
    let (anna, max) =
        (app.given().customer("anna@example.com").await, app.given().agent("max@example.org").await);
    let ticket = app.given().ticket_in(&anna, &max, Status::Open).await;
    app.letters().await;
    app.given().comment_with(&max, &ticket, "Anbei.", &[("a.txt", b"a")]).await;
    let claim = async || engine.claim_letters(1, Duration::from_mins(1)).await.unwrap().remove(0);
    let files = |letter: &engine::Letter| {
        let comment = letter.comment.as_ref().expect("the words");
        (comment.files.len(), comment.more_files)
    };
    let letter = claim().await;
    assert_eq!(files(&letter), (1, 0));
    for (error, expected) in [
        ("permanent error (451): 4.7.1 later", (1, 0)),
        ("permanent error (552): Message size exceeds maximum permitted", (0, 1)),
        ("5.3.4 smtp; 552 5.3.4 Message size exceeds fixed limit", (0, 1)),
    ] {
        let failure = Failure { error: error.to_owned(), permanent: true };
        engine.letter_failed(letter.id, failure).await.unwrap();
        assert_eq!(engine.resend_letter(&max.actor, letter.id).await.unwrap(), ticket.id);
        assert_eq!(files(&claim().await), expected, "{error}");
    }
}

/// Two agents ask for it at once, and the first one's is on its way when the second one gets at the ticket.
#[tokio::test]
async fn a_letter_that_is_being_sent_by_then_is_not_sent_again() {
    let app = TestApp::on(Backend::Postgres).await;
    let (anna, max) =
        (app.given().customer("anna@example.com").await, app.given().agent("max@example.org").await);
    app.given().ticket(&anna, "Drucker").await;
    let letter = app.engine.claim_letters(1, Duration::from_mins(1)).await.unwrap().remove(0);
    let failure = Failure { error: "550 no".to_owned(), permanent: true };
    app.engine.letter_failed(letter.id, failure).await.unwrap();
    let connection = Database::connect(app.database()).await.expect("a connection");
    let other = one_connection(&app).await;
    other.execute_unprepared("BEGIN; SELECT id FROM ticket FOR UPDATE").await.expect("the ticket");
    let (engine, actor) = (app.engine.clone(), max.actor.clone());
    let asked = tokio::spawn(async move { engine.resend_letter(&actor, letter.id).await });
    until("one who waits for the ticket", || async {
        let waits = Statement::from_string(
            DbBackend::Postgres,
            "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
        );
        connection.query_one_raw(waits).await.expect("an answer")
    })
    .await;
    other.execute_unprepared("UPDATE letter SET state = 'CLAIMED'; COMMIT").await.expect("a sender");
    let refused = asked.await.expect("an answer").expect_err("it is being sent");
    assert_eq!(refused.code(), Code::BadUserInput);
}

/// Another program's connection, on which a transaction stays open.
async fn one_connection(app: &TestApp) -> DatabaseConnection {
    let mut options = ConnectOptions::new(app.database());
    options.max_connections(1);
    Database::connect(options).await.expect("a connection")
}
