//! The certificates of a mailbox: for a server of an authority of one's own.

use engine::{MailSecret, MailboxFault, MailboxTerms, TestMailbox};
use tests::TestApp;
use tests::servers::dovecot::{Dovecot, PASSWORD};

use super::{input, told};

#[tokio::test]
async fn a_server_is_trusted_by_the_certificate_that_was_pasted() {
    let app = TestApp::start().await;
    let dovecot = Dovecot::start().await;
    let ada = app.given().admin("ada@example.org").await;
    let queue = app.given().queue("First").await.id;
    let pem = std::fs::read_to_string(dovecot.certificate()).expect("a certificate");
    let terms = |certificates: Option<&str>| MailboxTerms {
        host: Some("localhost".to_owned()),
        port: Some(dovecot.tls_port().into()),
        user: Some("tickets".to_owned()),
        password: Some(MailSecret::new(PASSWORD)),
        certificates: certificates.map(str::to_owned),
        ..MailboxTerms::default()
    };
    let test = async |terms| {
        let tried = TestMailbox { address: "box@example.org".to_owned(), terms, ..TestMailbox::default() };
        app.engine.test_mailbox(&ada.actor, tried).await.expect("tried")
    };
    assert!(matches!(test(terms(None)).await, Err(MailboxFault::Tls)));
    assert!(test(terms(Some(&pem))).await.is_ok());

    let wrong = input("box@example.org", queue, terms(Some("no certificate")));
    let refused = app.engine.create_mailbox(&ada.actor, wrong).await.expect_err("refused");
    assert_eq!((refused.field(), refused.reason()), (Some("certificates"), "mailbox-certificates-invalid"));
    let noted = format!("CN = localhost\n{pem}");
    let made = input("box@example.org", queue, terms(Some(&noted)));
    let made = app.engine.create_mailbox(&ada.actor, made).await.expect("added");
    assert_eq!(made.imap.as_ref().and_then(|access| access.certificates.as_deref()), Some(pem.as_str()));
    let fetched = app.engine.mailboxes_to_fetch().await.unwrap();
    assert_eq!(fetched[0].access.certificates.as_deref(), Some(pem.as_str()));
    let log = told(&app, &ada).await;
    let (_, from, to) = log[0].iter().find(|(field, ..)| field == "certificates").expect("a line");
    assert!(from.is_none() && to.as_deref().is_some_and(|to| to.starts_with("SHA-256 ")), "{to:?}");

    // Whom another authority speaks for is another server: the password that is kept is not shown to it.
    let of = |certificates: &str| MailboxTerms {
        certificates: Some(certificates.to_owned()),
        ..MailboxTerms::default()
    };
    let other = tempfile::tempdir().expect("a directory");
    tests::servers::dovecot::certificate(other.path());
    let other = std::fs::read_to_string(other.path().join("certificate.pem")).expect("a certificate");
    let refused = app.engine.update_mailbox(&ada.actor, made.id, of(&other)).await.expect_err("refused");
    assert_eq!((refused.field(), refused.reason()), (Some("password"), "mailbox-password-again"));
    let tried = TestMailbox { id: Some(made.id), terms: of(&other), ..TestMailbox::default() };
    let refused = app.engine.test_mailbox(&ada.actor, tried).await.expect_err("refused");
    assert_eq!(refused.field(), Some("password"));
    // The same, or none at all, trusts nobody else.
    app.engine.update_mailbox(&ada.actor, made.id, of(&pem)).await.expect("as it was");
    let without = app.engine.update_mailbox(&ada.actor, made.id, of("")).await.expect("taken away");
    assert_eq!(without.imap.and_then(|access| access.certificates), None);
}
