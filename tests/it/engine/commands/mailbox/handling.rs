//! What becomes of the mails in a mailbox is kept, told to whoever fetches, and stands in the audit log.

use engine::{
    AfterFetch, CheckMailbox, Error, FetchedFolder, MailboxDefinition, MailboxHandling, MailboxTerms,
};
use tests::{Backend, MAILBOX, Person, TestApp, on_each_database};

use super::{input, made, terms, told};

on_each_database!(
    what_becomes_of_mails_is_kept_and_told,
    two_mailboxes_share_no_folder_of_which_one_takes_mails_out,
    what_is_typed_is_looked_at_before_what_is_there,
);

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

/// A mailbox of the account `both`, in this folder.
fn shared(folder: &str, after_fetch: AfterFetch) -> MailboxTerms {
    MailboxTerms {
        user: Some("both".to_owned()),
        folder: Some(folder.to_owned()),
        after_fetch: Some(after_fetch),
        ..terms("imap.example.org")
    }
}

async fn added(
    app: &TestApp,
    by: &Person,
    address: &str,
    terms: MailboxTerms,
) -> Result<MailboxDefinition, Error> {
    let queue = app.engine.queues(&by.actor).await.expect("queues").remove(0).id;
    app.engine.create_mailbox(&by.actor, input(address, queue, terms)).await
}

fn is_refused<T: std::fmt::Debug>(answer: Result<T, Error>) {
    let refused = answer.expect_err("refused");
    assert_eq!((refused.field(), refused.reason()), (Some("folder"), "mailbox-folder-shared"), "{refused}");
}

async fn two_mailboxes_share_no_folder_of_which_one_takes_mails_out(app: TestApp) {
    let ada = app.given().admin("ada@example.org").await;
    let one = added(&app, &ada, "one@example.org", shared("INBOX", AfterFetch::Mark)).await.expect("added");
    let two =
        added(&app, &ada, "two@example.org", shared("inbox", AfterFetch::Mark)).await.expect("both mark");
    is_refused(added(&app, &ada, "three@example.org", shared("Inbox", AfterFetch::Delete)).await);
    let check = CheckMailbox {
        address: "three@example.org".to_owned(),
        terms: shared("Inbox", AfterFetch::Delete),
        ..CheckMailbox::default()
    };
    let told = app.engine.mailbox_problems(&ada.actor, check).await.expect("an answer");
    assert_eq!(told.iter().map(Error::reason).collect::<Vec<_>>(), ["mailbox-folder-shared"]);
    is_refused(app.engine.update_mailbox(&ada.actor, one.id, moved("Done")).await);
    // Elsewhere it may, and then nobody follows it there.
    let aside = MailboxTerms { folder: Some("Aside".to_owned()), ..moved("Done") };
    app.engine.update_mailbox(&ada.actor, one.id, aside).await.expect("moved aside");
    let after = MailboxTerms { folder: Some("Aside".to_owned()), ..MailboxTerms::default() };
    is_refused(app.engine.update_mailbox(&ada.actor, two.id, after).await);
    let paused = MailboxTerms { paused: Some(true), ..MailboxTerms::default() };
    app.engine.update_mailbox(&ada.actor, one.id, paused).await.expect("nothing of this is changed");
}

#[tokio::test]
async fn a_folder_of_the_file_is_shared_no_more_than_another() {
    let app = TestApp::with(Backend::Sqlite, |settings| {
        settings.mail.routes.folders = [("Emptied", true), ("Kept", false)]
            .map(|(folder, emptied)| FetchedFolder {
                mailbox: MAILBOX.to_owned(),
                user: "both".to_owned(),
                host: "IMAP.example.org".to_owned(),
                folder: folder.to_owned(),
                emptied,
            })
            .to_vec();
    })
    .await;
    let ada = app.given().admin("ada@example.org").await;
    is_refused(added(&app, &ada, "one@example.org", shared("Emptied", AfterFetch::Mark)).await);
    is_refused(added(&app, &ada, "one@example.org", shared("Kept", AfterFetch::Delete)).await);
    added(&app, &ada, "one@example.org", shared("Kept", AfterFetch::Mark)).await.expect("both mark");
}

async fn what_is_typed_is_looked_at_before_what_is_there(app: TestApp) {
    let ada = app.given().admin("ada@example.org").await;
    let queue = app.given().queue("First").await.id;
    made(&app, &ada, "box@example.org", queue).await;
    let days = MailboxTerms { reopen_days: Some(Some(-1)), ..terms("imap.example.org") };
    let day = MailboxTerms { only_newer_than: Some("2099-01-01".to_owned()), ..terms("imap.example.org") };
    let unused = MailboxTerms { move_to: Some("Done".to_owned()), ..terms("imap.example.org") };
    for (typed, field) in [(days, "reopenDays"), (day, "onlyNewerThan"), (unused, "moveTo")] {
        let known = input("box@example.org", queue, typed);
        let refused = app.engine.create_mailbox(&ada.actor, known).await.expect_err("refused");
        assert_eq!(refused.field(), Some(field), "{refused}");
    }
}
