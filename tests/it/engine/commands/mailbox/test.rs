//! A mailbox is tried before it is added and after; what the server says reaches nobody.

use engine::{Error, MailSecret, MailboxFault, MailboxSecurity, MailboxTerms, TestMailbox};
use tests::servers::{
    dovecot::{Dovecot, PASSWORD},
    provider::{NAME, Provider},
};
use tests::{Backend, TestApp};
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpListener;

use super::{input, terms};

/// On this machine, without encryption.
fn here(port: u16, user: &str, password: Option<&str>) -> MailboxTerms {
    MailboxTerms {
        port: Some(port.into()),
        security: Some(MailboxSecurity::None),
        user: Some(user.to_owned()),
        password: password.map(MailSecret::new),
        ..terms("127.0.0.1")
    }
}

fn tried(terms: MailboxTerms) -> TestMailbox {
    TestMailbox { address: "box@example.org".to_owned(), terms, ..TestMailbox::default() }
}

#[tokio::test]
async fn what_is_wrong_is_told_in_one_word_and_what_works_with_its_mails() {
    let app = TestApp::start().await;
    let dovecot = Dovecot::start().await;
    dovecot.deliver("tickets", "Subject: x\r\n\r\nx\r\n");
    let (ada, jana) =
        (app.given().admin("ada@example.org").await, app.given().agent("jana@example.org").await);
    let right = || here(dovecot.port(), "tickets", Some(PASSWORD));
    let refused = app.engine.test_mailbox(&jana.actor, tried(right())).await;
    assert!(matches!(refused, Err(Error::Forbidden { .. })), "{refused:?}");
    let test = async |terms| app.engine.test_mailbox(&ada.actor, tried(terms)).await.expect("tried");
    let found = test(right()).await.expect("it works");
    assert_eq!((found.mails, found.idles), (1, true));
    assert!(dovecot.inbox("tickets").iter().all(|mail| !mail.flags.contains('S')), "nothing is changed");
    let missing = MailboxTerms { folder: Some("Nowhere".to_owned()), ..right() };
    let unencrypted = MailboxTerms { security: Some(MailboxSecurity::Tls), ..right() };
    for (terms, fault) in [
        (here(dovecot.port(), "tickets", Some("wrong")), MailboxFault::LogIn),
        (here(tests::servers::free_port(), "tickets", Some("x")), MailboxFault::Unreachable),
        (missing, MailboxFault::Folder),
        (unencrypted, MailboxFault::Tls),
    ] {
        assert_eq!(test(terms.clone()).await, Err(fault), "{terms:?}");
    }
    for (terms, field) in [(here(1, "x", None), "password"), (MailboxTerms::default(), "host")] {
        let refused = app.engine.test_mailbox(&ada.actor, tried(terms)).await.expect_err("refused");
        assert_eq!(refused.field(), Some(field), "{refused}");
    }
}

#[tokio::test]
async fn one_that_is_there_is_tried_with_its_password_and_shows_it_to_no_other_server() {
    let dovecot = Dovecot::start().await;
    for backend in Backend::each() {
        let app = TestApp::on(backend).await;
        let ada = app.given().admin("ada@example.org").await;
        let queue = app.given().queue("First").await.id;
        let new = input("box@example.org", queue, here(dovecot.port(), "tickets", Some(PASSWORD)));
        let id = Some(app.engine.create_mailbox(&ada.actor, new).await.expect("added").id);
        let test = async |terms| {
            app.engine.test_mailbox(&ada.actor, TestMailbox { id, terms, ..TestMailbox::default() }).await
        };
        assert!(test(MailboxTerms::default()).await.expect("tried").is_ok());
        let elsewhere = MailboxTerms { port: Some(1), ..MailboxTerms::default() };
        let refused = test(elsewhere).await.expect_err("refused");
        assert_eq!((refused.field(), refused.reason()), (Some("password"), "mailbox-password-again"));
        let node = app.node_with_keys(None).await;
        let tried = TestMailbox { id, ..TestMailbox::default() };
        let unreadable = node.test_mailbox(&ada.actor, tried).await.expect("an answer");
        assert_eq!(unreadable, Err(MailboxFault::PasswordUnreadable));
    }
}

#[tokio::test]
async fn one_with_a_provider_is_tried_by_its_token_which_no_other_server_is_shown() {
    let provider = Provider::start("tickets").await;
    let dovecot = Dovecot::taking_tokens(&provider.introspection()).await;
    let app = TestApp::with_provider(Backend::Sqlite, provider.providers(), Vec::new()).await;
    let ada = app.given().admin("ada@example.org").await;
    let queue = app.given().queue("First").await.id;
    let terms = || MailboxTerms { oauth: Some(NAME.to_owned()), ..here(dovecot.port(), "tickets", None) };
    let test = async |id, terms| {
        let tried = TestMailbox { id, address: "box@example.org".to_owned(), terms };
        app.engine.test_mailbox(&ada.actor, tried).await.expect("tried")
    };
    assert_eq!(test(None, terms()).await, Err(MailboxFault::NotConnected), "it is not there yet");
    let new = input("box@example.org", queue, terms());
    let id = Some(app.engine.create_mailbox(&ada.actor, new).await.expect("added").id);
    assert_eq!(test(id, MailboxTerms::default()).await, Err(MailboxFault::NotConnected));
    let (account, grant) = (provider.account(), provider.grant());
    app.engine.connect_mail_account(&ada.actor, &account, grant).await.unwrap();
    for terms in [MailboxTerms::default(), terms()] {
        assert!(test(id, terms).await.is_ok());
    }
    let elsewhere = MailboxTerms { port: Some(1), ..MailboxTerms::default() };
    assert_eq!(test(id, elsewhere).await, Err(MailboxFault::NotConnected));
    provider.withdraw();
    app.clock.advance(std::time::Duration::from_hours(2));
    assert_eq!(test(id, MailboxTerms::default()).await, Err(MailboxFault::ConsentGone));
}

#[tokio::test]
async fn what_is_no_mail_server_tells_nothing_and_fills_nothing() {
    let app = TestApp::start().await;
    let ada = app.given().admin("ada@example.org").await;
    for (greeting, endless) in [("220 mail.example ESMTP top-secret\r\n", false), ("* OK ", true)] {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("bound");
        let port = listener.local_addr().expect("an address").port();
        let server = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.expect("a client");
            let mut sent = 0_usize;
            let _ = stream.write_all(greeting.as_bytes()).await;
            while endless && stream.write_all(&[b'x'; 4096]).await.is_ok() {
                sent += 4096;
                assert!(sent < 64 << 20, "it is read without end");
            }
        });
        let terms = here(port, "tickets", Some("s3cret"));
        let answer = app.engine.test_mailbox(&ada.actor, tried(terms)).await.expect("an answer");
        assert_eq!(answer, Err(MailboxFault::Server), "{greeting}");
        server.await.expect("it ended");
    }
}
