//! A mailbox is deleted.

use std::time::Duration;

use engine::{Error, MailboxCursor};
use tests::{TestApp, on_each_database};

use super::{fetched, made, told};

on_each_database!(a_deleted_mailbox_is_none_of_ours_and_where_it_was_read_is_forgotten);

async fn a_deleted_mailbox_is_none_of_ours_and_where_it_was_read_is_forgotten(app: TestApp) {
    let given = app.given();
    let (ada, jana) = (given.admin("ada@example.org").await, given.agent("jana@example.org").await);
    let (queue, name) = (given.queue("First").await, "box@example.org");
    let mailbox = made(&app, &ada, name, queue.id).await;
    assert!(app.engine.claim_mailbox(name, Duration::from_mins(1)).await.unwrap());
    let cursor = MailboxCursor { uid_validity: 1, last_uid: 7 };
    app.engine.advance_mailbox(name, cursor).await.unwrap();
    let refused = app.engine.delete_mailbox(&jana.actor, mailbox.id).await;
    assert!(matches!(refused, Err(Error::Forbidden { .. })), "{refused:?}");
    app.engine.delete_mailbox(&ada.actor, mailbox.id).await.expect("deleted");
    let again = app.engine.delete_mailbox(&ada.actor, mailbox.id).await;
    assert!(matches!(again, Err(Error::NotFound { what: "mailbox" })), "{again:?}");
    assert_eq!(fetched(&app.engine).await, []);
    assert!(app.engine.mailboxes_in_force().await.unwrap().at(name).is_none());
    assert_eq!(app.engine.mailbox_cursor(name).await.unwrap(), None);
    assert_eq!(told(&app, &ada).await[0][0], ("mailbox".to_owned(), Some(name.to_owned()), None));
    let again = made(&app, &ada, name, queue.id).await;
    assert_ne!(again.id, mailbox.id);
}
