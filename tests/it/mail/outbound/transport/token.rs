//! Mail leaves by a token where the server takes no passwords.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use base64::{Engine as _, prelude::BASE64_STANDARD};
use engine::{Actor, LetterKind, MailServerFault};
use mail::outbound::message::{Outgoing, message};
use mail::outbound::transport::SendError;
use mail::outbound::{Renderer, Transport, sample};
use tests::servers::provider::{NAME, Provider};
use tests::{Backend, MAILBOX, TestApp};
use words::Lang;

use super::script::{Script, friendly};

fn mail() -> Outgoing {
    let letter = sample(LetterKind::Resolved, Lang::De);
    message(&letter, &Renderer::new().unwrap().render(&letter).unwrap()).unwrap()
}

/// A server that takes one token alone, and nothing else.
async fn server(taken: &Arc<Mutex<String>>) -> Script {
    let taken = Arc::clone(taken);
    Script::start(move |line| match line.get(..4) {
        Some("EHLO") => Some("250-localhost\r\n250-AUTH XOAUTH2\r\n250 8BITMIME"),
        Some("AUTH") => {
            let shown = line.trim_start_matches("AUTH XOAUTH2 ");
            let right =
                format!("user=support@example.org\u{1}auth=Bearer {}\u{1}\u{1}", taken.lock().unwrap());
            if shown == BASE64_STANDARD.encode(right) { Some("235 welcome") } else { Some("535 5.7.8 no") }
        }
        _ => friendly(line),
    })
    .await
}

#[tokio::test]
async fn a_letter_leaves_by_a_token_and_by_a_fresh_one_when_that_is_refused() {
    let provider = Provider::start("support@example.org").await;
    let app =
        TestApp::with_provider(Backend::Sqlite, provider.providers(), provider.configured(MAILBOX)).await;
    let taken = Arc::new(Mutex::new(String::new()));
    let script = server(&taken).await;
    let address = format!("smtp://support%40example.org@127.0.0.1:{}", script.port);
    let transport = Transport::with_tokens(&address, None, app.engine.clone(), NAME).unwrap();

    let error = transport.send(&mail()).await.unwrap_err();
    assert!(
        matches!(&error, SendError::Server(MailServerFault::NoToken, words) if words.contains("not connected")),
        "{error}"
    );

    let grant = provider.grant();
    let (system, account) = (Actor::system(), provider.account());
    app.engine.connect_mail_account(&system, &account, grant.clone()).await.unwrap();
    grant.access.reveal().clone_into(&mut taken.lock().unwrap());
    transport.send(&mail()).await.unwrap();
    transport.rest().await;

    // The server knows another token now: the next one that the provider gives.
    "access-support@example.org-2".clone_into(&mut taken.lock().unwrap());
    app.clock.advance(Duration::from_mins(10));
    transport.send(&mail()).await.unwrap();
    assert_eq!(provider.asked().len(), 1);
    transport.rest().await;

    // And none at all: it is no fault of the letter, and the provider is not asked at each attempt.
    "none".clone_into(&mut taken.lock().unwrap());
    for _ in 0..3 {
        let error = transport.send(&mail()).await.unwrap_err();
        assert!(matches!(&error, SendError::Server(..)) && !error.to_string().contains("access-"), "{error}");
    }
    assert_eq!(provider.asked().len(), 1);
}

#[tokio::test]
async fn a_server_that_is_away_is_no_reason_for_another_token() {
    let provider = Provider::start("support@example.org").await;
    let app =
        TestApp::with_provider(Backend::Sqlite, provider.providers(), provider.configured(MAILBOX)).await;
    let (system, account) = (Actor::system(), provider.account());
    app.engine.connect_mail_account(&system, &account, provider.grant()).await.unwrap();
    app.clock.advance(Duration::from_mins(10));
    let address = format!("smtp://support%40example.org@127.0.0.1:{}", tests::servers::free_port());
    let transport = Transport::with_tokens(&address, None, app.engine.clone(), NAME).unwrap();
    assert!(matches!(transport.send(&mail()).await, Err(SendError::Server(MailServerFault::Unreachable, _))));
    assert!(provider.asked().is_empty());
}

#[test]
fn a_token_crosses_no_network_in_the_clear() {
    for (address, says) in [
        ("smtp://u@mail.example.org", "unencrypted"),
        ("smtp://mail.example.org?tls=required", "must name a user"),
        ("smtps://u:p@mail.example.org", "no password"),
        ("file://outbox", "unsupported scheme \"file\""),
    ] {
        let error = Transport::token_account(address, None).unwrap_err().to_string();
        assert!(error.contains(says), "{address}: {error}");
    }
    let account = Transport::token_account("smtp+starttls://a%40b.example@mail.example.org", None).unwrap();
    assert_eq!(account, "a@b.example");
}
