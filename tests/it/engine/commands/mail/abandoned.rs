//! A mailbox that a killed process held is free at the next start, but never taken from another node.

use std::time::Duration;

use tests::{Backend, TestApp};

const LEASE: Duration = Duration::from_mins(2);

#[tokio::test]
async fn a_mailbox_of_a_killed_process_is_free_at_the_next_start() {
    let app = TestApp::start().await;
    assert!(app.engine.claim_mailbox(tests::MAILBOX, LEASE).await.unwrap());
    let next = app.another_node().await;
    assert!(!next.claim_mailbox(tests::MAILBOX, LEASE).await.unwrap(), "its claim still holds");
    next.release_abandoned_mailboxes().await.unwrap();
    assert!(next.claim_mailbox(tests::MAILBOX, LEASE).await.unwrap());
}

#[tokio::test]
async fn a_node_keeps_what_it_holds_itself() {
    let app = TestApp::start().await;
    assert!(app.engine.claim_mailbox(tests::MAILBOX, LEASE).await.unwrap());
    app.engine.release_abandoned_mailboxes().await.unwrap();
    let next = app.another_node().await;
    assert!(!next.claim_mailbox(tests::MAILBOX, LEASE).await.unwrap());
}

#[tokio::test]
async fn on_postgresql_another_node_may_be_alive_and_keeps_its_mailbox() {
    let app = TestApp::on(Backend::Postgres).await;
    assert!(app.engine.claim_mailbox(tests::MAILBOX, LEASE).await.unwrap());
    let next = app.another_node().await;
    next.release_abandoned_mailboxes().await.unwrap();
    assert!(!next.claim_mailbox(tests::MAILBOX, LEASE).await.unwrap());
}
