//! What is wrong with a mailbox that somebody is entering: each field at once.

use engine::{Actor, CheckMailbox, Code, CreateMailbox, MailSecret, MailboxSecurity, MailboxTerms};
use tests::{MAILBOX, TestApp, on_each_database};

use super::{made, terms};

on_each_database!(
    each_field_that_is_wrong_is_told_and_not_the_first_alone,
    an_address_whose_mail_arrives_elsewhere_is_refused,
    nobody_but_admins_is_told,
);

async fn problems(app: &TestApp, by: &Actor, input: CheckMailbox) -> Vec<(&'static str, &'static str)> {
    let found = app.engine.mailbox_problems(by, input).await.expect("an answer");
    found.iter().map(|error| (error.field().unwrap_or_default(), error.reason())).collect()
}

async fn each_field_that_is_wrong_is_told_and_not_the_first_alone(app: TestApp) {
    let ada = app.given().admin("ada@example.org").await;
    let queue = app.given().queue("Zweite").await;
    let all = CheckMailbox {
        id: None,
        address: "no address".to_owned(),
        queue: Some(queue.id),
        terms: MailboxTerms {
            host: Some("imaps://x".to_owned()),
            port: Some(99_999),
            user: Some("a\u{202e}b".to_owned()),
            folder: Some("INBOX\u{200b}".to_owned()),
            ..MailboxTerms::default()
        },
    };
    let told = problems(&app, &ada.actor, all.clone()).await;
    let fields: Vec<&str> = told.iter().map(|(field, _)| *field).collect();
    assert_eq!(fields, ["address", "host", "port", "user", "folder", "password"], "{told:?}");
    let refused = app.engine.create_mailbox(
        &ada.actor,
        CreateMailbox { address: all.address, queue: queue.id, terms: all.terms },
    );
    assert_eq!(refused.await.expect_err("refused").field(), Some("address"));
    let plain =
        MailboxTerms { security: Some(MailboxSecurity::None), port: Some(-1), ..terms("imap.example.org") };
    let input =
        CheckMailbox { address: "box@example.org".to_owned(), queue: Some(queue.id), terms: plain, id: None };
    let told = problems(&app, &ada.actor, input).await;
    assert_eq!(told, [("security", "mailbox-unencrypted"), ("port", "mailbox-port-invalid")]);
    let right = CheckMailbox {
        address: "box@example.org".to_owned(),
        queue: Some(queue.id),
        terms: terms("imap.example.org"),
        id: None,
    };
    assert!(problems(&app, &ada.actor, right).await.is_empty());
    // Of one that is there, what is left out is as it is.
    let known = made(&app, &ada, "box@example.org", queue.id).await;
    let of = |terms| CheckMailbox { id: Some(known.id), terms, ..CheckMailbox::default() };
    assert!(problems(&app, &ada.actor, of(MailboxTerms::default())).await.is_empty());
    let moved = MailboxTerms {
        host: Some("a b".to_owned()),
        folder: Some("a\nb".to_owned()),
        ..MailboxTerms::default()
    };
    let told = problems(&app, &ada.actor, of(moved)).await;
    assert_eq!(told, [("host", "mailbox-host-invalid"), ("folder", "mailbox-folder-invalid")]);
    let elsewhere = MailboxTerms { host: Some("imap.other.example".to_owned()), ..MailboxTerms::default() };
    assert_eq!(problems(&app, &ada.actor, of(elsewhere)).await, [("password", "mailbox-password-again")]);
}

async fn an_address_whose_mail_arrives_elsewhere_is_refused(app: TestApp) {
    let ada = app.given().admin("ada@example.org").await;
    let queue = app.given().queue("Zweite").await.id;
    made(&app, &ada, "box@example.org", queue).await;
    let (name, domain) = MAILBOX.split_once('@').expect("an address");
    for address in
        [format!("{name}+abc@{domain}"), "box+abc@example.org".to_owned(), "Box+@Example.org".to_owned()]
    {
        let input = CreateMailbox { address: address.clone(), queue, terms: terms("imap.example.org") };
        let refused = app.engine.create_mailbox(&ada.actor, input).await.expect_err("refused");
        assert_eq!((refused.field(), refused.reason()), (Some("address"), "mailbox-of-plain"), "{address}");
    }
    made(&app, &ada, "other+abc@example.org", queue).await;
}

async fn nobody_but_admins_is_told(app: TestApp) {
    let jana = app.given().agent("jana@example.org").await;
    let input = || CheckMailbox {
        address: "box@example.org".to_owned(),
        terms: MailboxTerms { password: Some(MailSecret::new("x")), ..MailboxTerms::default() },
        ..CheckMailbox::default()
    };
    let refused = app.engine.mailbox_problems(&jana.actor, input()).await.expect_err("refused");
    assert_eq!(refused.code(), Code::Forbidden);
}
