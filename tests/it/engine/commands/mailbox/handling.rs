//! What becomes of the mails in a mailbox is kept, told to whoever fetches, and stands in the audit log.

use engine::{AfterFetch, MailboxHandling, MailboxTerms};
use tests::{TestApp, on_each_database};

use super::{made, told};

on_each_database!(what_becomes_of_mails_is_kept_and_told);

fn moved(to: &str) -> MailboxTerms {
    MailboxTerms {
        after_fetch: Some(AfterFetch::Move),
        move_to: Some(to.to_owned()),
        ..MailboxTerms::default()
    }
}

async fn what_becomes_of_mails_is_kept_and_told(app: TestApp) {
    let ada = app.given().admin("ada@example.org").await;
    let queue = app.given().queue("First").await.id;
    let id = made(&app, &ada, "box@example.org", queue).await.id;
    let handled = async || {
        let mut all = app.engine.mailboxes_to_fetch().await.expect("a list");
        all.remove(0).handling
    };
    assert_eq!(handled().await, MailboxHandling::default());
    for wrong in ["", "inbox"] {
        let refused = app.engine.update_mailbox(&ada.actor, id, moved(wrong)).await.expect_err("refused");
        assert_eq!(refused.field(), Some("moveTo"), "{refused}");
    }
    let saved = app.engine.update_mailbox(&ada.actor, id, moved("Entwürfe")).await.expect("changed");
    assert_eq!(
        (saved.handling.after_fetch, saved.handling.move_to.as_deref()),
        (AfterFetch::Move, Some("Entwürfe"))
    );
    assert_eq!(handled().await, saved.handling);
    let some = |text: &str| Some(text.to_owned());
    let changes = told(&app, &ada).await.remove(0);
    assert!(changes.contains(&("afterFetch".to_owned(), None, some("MOVE"))), "{changes:?}");
    assert!(changes.contains(&("moveTo".to_owned(), None, some("Entwürfe"))), "{changes:?}");
    // Into the folder that they are moved to it cannot be led.
    let led = MailboxTerms { folder: some("Entwürfe"), ..MailboxTerms::default() };
    let refused = app.engine.update_mailbox(&ada.actor, id, led).await.expect_err("refused");
    assert_eq!(refused.field(), Some("moveTo"), "{refused}");
}
