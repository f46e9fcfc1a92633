//! A mailbox is changed.

use std::time::Duration;

use engine::{Error, MailSecret, MailboxCursor, MailboxFault, MailboxTerms};
use tests::{TestApp, on_each_database};

use super::{SECRET, fetched, made, terms, told};

on_each_database!(
    a_mailbox_is_changed_and_the_audit_log_tells_what_and_never_the_password,
    the_password_is_shown_to_no_other_server,
    how_far_it_was_read_counts_for_its_folder_alone,
);

fn of(change: impl FnOnce(&mut MailboxTerms)) -> MailboxTerms {
    let mut terms = MailboxTerms::default();
    change(&mut terms);
    terms
}

async fn a_mailbox_is_changed_and_the_audit_log_tells_what_and_never_the_password(app: TestApp) {
    let given = app.given();
    let (ada, jana) = (given.admin("ada@example.org").await, given.agent("jana@example.org").await);
    let (first, second) = (given.queue("First").await, given.queue("Second").await);
    let mailbox = made(&app, &ada, "box@example.org", first.id).await;
    let pause = || of(|terms| terms.paused = Some(true));
    let refused = app.engine.update_mailbox(&jana.actor, mailbox.id, pause()).await;
    assert!(matches!(refused, Err(Error::Forbidden { .. })), "{refused:?}");
    let nobody = engine::MailboxId(uuid::Uuid::nil());
    let missing = app.engine.update_mailbox(&ada.actor, nobody, pause()).await;
    assert!(matches!(missing, Err(Error::NotFound { what: "mailbox" })), "{missing:?}");

    for _ in 0..2 {
        let after = app.engine.update_mailbox(&ada.actor, mailbox.id, pause()).await.expect("paused");
        assert!(after.paused);
    }
    assert_eq!(fetched(&app.engine).await, []);
    assert!(app.engine.mailboxes_in_force().await.unwrap().at("box@example.org").is_some());
    let resumed = of(|terms| {
        terms.paused = Some(false);
        terms.queue = Some(second.id);
        terms.password = Some(MailSecret::new("another-secret"));
    });
    app.engine.update_mailbox(&ada.actor, mailbox.id, resumed).await.expect("changed");
    let expected = ("box@example.org".to_owned(), Some("another-secret".to_owned()));
    assert_eq!(fetched(&app.engine).await, [expected]);
    assert_eq!(app.engine.mailboxes_in_force().await.unwrap().at("box@example.org").unwrap().queue, "Second");

    let some = |text: &str| Some(text.to_owned());
    let changes = told(&app, &ada).await;
    assert_eq!(changes.len(), 3, "the second pause changed nothing: {changes:?}");
    let named = ("mailbox".to_owned(), None, some("box@example.org"));
    assert_eq!(
        changes[0],
        [
            named.clone(),
            ("queue".to_owned(), some("First"), some("Second")),
            ("paused".to_owned(), some("true"), some("false")),
            ("password".to_owned(), None, None),
        ]
    );
    assert_eq!(changes[1], [named, ("paused".to_owned(), some("false"), some("true"))]);
    let refused = of(|terms| terms.port = Some(0x1_0000));
    let refused = app.engine.update_mailbox(&ada.actor, mailbox.id, refused).await.expect_err("refused");
    assert_eq!(refused.field(), Some("port"));
}

async fn the_password_is_shown_to_no_other_server(app: TestApp) {
    let ada = app.given().admin("ada@example.org").await;
    let queue = app.given().queue("First").await;
    let mailbox = made(&app, &ada, "box@example.org", queue.id).await;
    for elsewhere in [
        of(|terms| terms.host = Some("evil.example".to_owned())),
        of(|terms| terms.port = Some(994)),
        of(|terms| terms.user = Some("root".to_owned())),
        of(|terms| terms.security = Some(engine::MailboxSecurity::StartTls)),
    ] {
        let refused =
            app.engine.update_mailbox(&ada.actor, mailbox.id, elsewhere).await.expect_err("refused");
        assert_eq!((refused.field(), refused.reason()), (Some("password"), "mailbox-password-again"));
    }
    let folder = of(|terms| terms.folder = Some("Support".to_owned()));
    app.engine.update_mailbox(&ada.actor, mailbox.id, folder).await.expect("the same server");
    let with_password = terms("other.example");
    let after = app.engine.update_mailbox(&ada.actor, mailbox.id, with_password).await.expect("changed");
    assert_eq!(after.imap.expect("fetched").host, "other.example");
    assert_eq!(fetched(&app.engine).await, [("box@example.org".to_owned(), Some(SECRET.to_owned()))]);
    let unfetched = of(|terms| terms.host = Some(String::new()));
    let after = app.engine.update_mailbox(&ada.actor, mailbox.id, unfetched).await.expect("changed");
    assert_eq!((after.imap, after.password_unreadable), (None, false));
    let back = of(|terms| terms.host = Some("other.example".to_owned()));
    let refused = app.engine.update_mailbox(&ada.actor, mailbox.id, back).await.expect_err("it is forgotten");
    assert_eq!(refused.reason(), "mailbox-password-required");
}

async fn how_far_it_was_read_counts_for_its_folder_alone(app: TestApp) {
    let ada = app.given().admin("ada@example.org").await;
    let queue = app.given().queue("First").await;
    let (name, minute) = ("box@example.org", Duration::from_mins(1));
    let mailbox = made(&app, &ada, name, queue.id).await;
    let place = || async { app.engine.mailboxes_to_fetch().await.unwrap()[0].access.place() };
    assert!(app.engine.claim_mailbox(name, minute).await.unwrap());
    app.engine.mailbox_is_at(name, &place().await).await.unwrap();
    let cursor = MailboxCursor { uid_validity: 1, last_uid: 7 };
    app.engine.advance_mailbox(name, cursor).await.unwrap();
    app.engine.mailbox_failed(name, MailboxFault::LogIn, "refused").await.unwrap();
    let renewed = of(|terms| terms.password = Some(MailSecret::new("new")));
    app.engine.update_mailbox(&ada.actor, mailbox.id, renewed).await.unwrap();
    let health = app.engine.mailbox_health(&ada.actor).await.unwrap().remove(1).health;
    assert_eq!((health.last_fault, health.last_error), (None, None), "the next attempt tells anew");
    app.engine.mailbox_is_at(name, &place().await).await.unwrap();
    assert_eq!(app.engine.mailbox_cursor(name).await.unwrap(), Some(cursor), "the same folder");
    let folder = of(|terms| terms.folder = Some("Other".to_owned()));
    app.engine.update_mailbox(&ada.actor, mailbox.id, folder).await.unwrap();
    // One that still fetches the old folder may write how far it came, before it hears of it.
    app.engine.advance_mailbox(name, cursor).await.unwrap();
    app.engine.mailbox_is_at(name, &place().await).await.unwrap();
    assert_eq!(app.engine.mailbox_cursor(name).await.unwrap(), None, "another one");
}
