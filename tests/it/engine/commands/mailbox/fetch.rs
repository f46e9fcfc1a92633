//! Admins have mailboxes fetched now; whoever fetches learns of it, on whatever node, and nobody is hurried twice.

use std::time::Duration;

use engine::{Engine, Error, MailboxFault, MailboxTerms};
use tests::{Backend, MAILBOX, TestApp};

use super::{input, made, terms};

async fn stage(backend: Backend) -> TestApp {
    TestApp::with(backend, |settings| {
        let server = "imaps://mail.example.org:993/INBOX".to_owned();
        settings.mail.routes.fetched = vec![(MAILBOX.to_owned(), server)];
    })
    .await
}

async fn asked_for(engine: &Engine) -> Vec<String> {
    engine.mailboxes_asked_for().await.unwrap().into_keys().collect()
}

#[tokio::test]
async fn admins_have_one_mailbox_fetched_or_all_and_every_node_learns_of_it() {
    for backend in Backend::each() {
        let app = stage(backend).await;
        let given = app.given();
        let (ada, jana) = (given.admin("ada@example.org").await, given.agent("jana@example.org").await);
        let queue = given.queue("First").await.id;
        let other = app.another_node().await;
        let refused = app.engine.fetch_mailboxes(&jana.actor, None).await;
        assert!(matches!(refused, Err(Error::Forbidden { .. })), "{refused:?}");
        let (_, reads) = given.token(&ada, &["tickets:read", "tickets:write"]).await;
        let refused = app.engine.fetch_mailboxes(&reads, None).await;
        assert!(matches!(refused, Err(Error::MissingScope { .. })), "{refused:?}");
        assert!(asked_for(&other).await.is_empty());

        made(&app, &ada, "box@example.org", queue).await;
        let paused = MailboxTerms { paused: Some(true), ..terms("imap.example.org") };
        app.engine.create_mailbox(&ada.actor, input("off@example.org", queue, paused)).await.unwrap();
        let pipe = input("pipe@example.org", queue, MailboxTerms::default());
        app.engine.create_mailbox(&ada.actor, pipe).await.unwrap();
        for (address, reason) in [
            ("none@example.org", "mailbox-unknown"),
            ("off@example.org", "mailbox-not-fetched"),
            ("pipe@example.org", "mailbox-not-fetched"),
        ] {
            let refused = app.engine.fetch_mailboxes(&ada.actor, Some(address)).await.unwrap_err();
            assert_eq!((refused.field(), refused.reason()), (Some("address"), reason), "{refused}");
        }
        let one = app.engine.fetch_mailboxes(&ada.actor, Some("TICKETS@Example.org")).await.unwrap();
        assert_eq!(one, [MAILBOX]);
        assert_eq!(asked_for(&other).await, [MAILBOX]);
        let all = app.engine.fetch_mailboxes(&ada.actor, None).await.unwrap();
        assert_eq!(all, ["box@example.org", MAILBOX]);
        assert_eq!(asked_for(&other).await, ["box@example.org", MAILBOX]);
        let health = app.engine.mailbox_health(&ada.actor).await.unwrap();
        let asked: Vec<_> = health.iter().map(|one| one.health.asked).collect();
        assert_eq!(asked, [true, true, false, false]);
    }
}

#[tokio::test]
async fn who_presses_a_hundred_times_hurries_nobody_twice() {
    for backend in Backend::each() {
        let app = stage(backend).await;
        let ada = app.given().admin("ada@example.org").await.actor;
        let asked_at = async || app.engine.mailboxes_asked_for().await.unwrap().remove(MAILBOX);
        let ask = async || app.engine.fetch_mailboxes(&ada, Some(MAILBOX)).await.expect("asked");
        ask().await;
        let first = asked_at().await.expect("asked");
        app.engine.mailbox_answered(MAILBOX, first).await.unwrap();
        assert_eq!(asked_at().await, None, "it was answered");
        for _ in 0..100 {
            ask().await;
        }
        assert_eq!(asked_at().await, None, "it was fetched a moment ago");
        app.clock.advance(Duration::from_secs(10));
        ask().await;
        let second = asked_at().await.expect("asked anew");
        assert!(second > first);
        // An answer to what was asked before is none to this.
        app.engine.mailbox_answered(MAILBOX, first).await.unwrap();
        assert_eq!(asked_at().await, Some(second));
        app.engine.mailbox_answered(MAILBOX, second).await.unwrap();

        // A server that refuses the password may lock the account.
        app.engine.mailbox_failed(MAILBOX, MailboxFault::LogIn, "no").await.unwrap();
        app.clock.advance(Duration::from_secs(15));
        ask().await;
        assert_eq!(asked_at().await, None, "too soon for a password that was refused");
        app.clock.advance(Duration::from_secs(15));
        ask().await;
        assert!(asked_at().await.is_some());
    }
}

#[tokio::test]
async fn what_no_node_answers_is_not_shown_for_ever() {
    let app = stage(Backend::Sqlite).await;
    let ada = app.given().admin("ada@example.org").await.actor;
    app.engine.fetch_mailboxes(&ada, None).await.unwrap();
    let asked = async || app.engine.mailbox_health(&ada).await.unwrap().remove(0).health.asked;
    assert!(asked().await);
    app.clock.advance(Duration::from_mins(2));
    assert!(!asked().await);
}
