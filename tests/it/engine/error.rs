//! What a caller reads: one fault, one sentence.

use std::time::Duration;

use engine::{Actor, CreateUser, Error, UpdateQueue};
use tests::{TestApp, on_each_database};

#[test]
fn each_case_is_a_sentence_that_can_be_shown() {
    let large = |name: &str| Error::TooLarge { field: "files", name: name.to_owned(), limit: 5 };
    let wait = |seconds| Error::RateLimited { retry_after: Duration::from_secs(seconds) };
    for (error, sentence) in [
        (Error::NotFound { what: "ticket" }, "Ticket not found."),
        (Error::NotFound { what: "mail account" }, "Mail account not found."),
        (Error::Forbidden { action: "read this ticket" }, "You are not allowed to read this ticket."),
        (large("a \"b\".txt"), "\"a \"b\".txt\" is larger than the limit of 5 bytes."),
        (large("a\u{202e}\nb"), "\"a b\" is larger than the limit of 5 bytes."),
        (wait(1), "Too many attempts. Try again in 1 minute."),
        (wait(61), "Too many attempts. Try again in 2 minutes."),
        (
            Error::ImportBusy { retry_after: Duration::from_secs(5) },
            "Other imports are running. Try again in 5 seconds.",
        ),
    ] {
        assert_eq!(error.to_string(), sentence);
    }
}

on_each_database!(the_same_fault_is_described_in_the_same_words);

async fn the_same_fault_is_described_in_the_same_words(app: TestApp) {
    let system = Actor::system();
    let other = app.engine.create_queue(&system, "Other", None).await.unwrap();
    app.engine.create_queue(&system, "Second \"level\"", None).await.unwrap();
    let renamed = UpdateQueue { name: Some("Second \"level\"".to_owned()), ..UpdateQueue::default() };
    for refused in [
        app.engine.create_queue(&system, "Second \"level\"", None).await,
        app.engine.update_queue(&system, other.id, renamed).await,
    ] {
        let words = refused.expect_err("taken").to_string();
        assert_eq!(words, "A queue named \"Second \"level\"\" already exists.");
    }
    let nobody = CreateUser { email: "no\nbody".to_owned(), name: "No".to_owned(), ..CreateUser::default() };
    let queue = app.engine.create_queue(&system, "Third", Some("no\nbody")).await.map(drop);
    for refused in [app.engine.create_user(&system, nobody).await.map(drop), queue] {
        let words = refused.expect_err("no address").to_string();
        assert_eq!(words, "\"no body\" is not a valid email address.");
    }
    let nameless = CreateUser { email: "a@example.org".to_owned(), ..CreateUser::default() };
    for refused in [
        app.engine.create_user(&system, nameless).await.map(drop),
        app.engine.create_queue(&system, " ", None).await.map(drop),
    ] {
        assert_eq!(refused.expect_err("no name").to_string(), "A name is required.");
    }
}
