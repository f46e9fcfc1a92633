//! A mailbox is read by one node at a time, from where it was left.

use std::time::Duration;

use engine::{MailboxCursor, MailboxFault};
use tests::{TestApp, on_each_database};

on_each_database!(one_node_reads_a_mailbox_until_its_claim_runs_out);

async fn one_node_reads_a_mailbox_until_its_claim_runs_out(app: TestApp) {
    let lease = Duration::from_mins(1);
    let other = app.another_node().await;
    assert!(app.engine.claim_mailbox("a", lease).await.unwrap());
    assert!(app.engine.claim_mailbox("a", lease).await.unwrap(), "renewed");
    assert!(!other.claim_mailbox("a", lease).await.unwrap());
    assert_eq!(other.mailbox_cursor("a").await.unwrap(), None);
    let cursor = MailboxCursor { uid_validity: u32::MAX, last_uid: 7 };
    app.engine.advance_mailbox("a", cursor).await.unwrap();

    app.clock.advance(lease + Duration::from_secs(1));
    assert!(other.claim_mailbox("a", lease).await.unwrap(), "the first node died");
    assert_eq!(other.mailbox_cursor("a").await.unwrap(), Some(cursor));
    other.mailbox_failed("a", MailboxFault::Unreachable, "connection refused").await.unwrap();
    let known = app.engine.mailboxes().await.unwrap().remove(0);
    let fault = (known.last_error.as_deref(), known.last_fault);
    assert_eq!(fault, (Some("connection refused"), Some(MailboxFault::Unreachable)));
    other.release_mailbox("a").await.unwrap();
    assert!(app.engine.claim_mailbox("a", lease).await.unwrap());
}
