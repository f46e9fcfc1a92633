//! Addresses of mailboxes in the configuration.

use mail::inbound::imap::Endpoint;
use mail::inbound::imap::endpoint::{EndpointError, Security};

#[test]
fn an_address_tells_where_how_and_as_whom() {
    let parse = |address: &str| Endpoint::parse(address).unwrap();
    let found = parse("imaps://kim%40example.org@mail.example.org/INBOX");
    assert_eq!(
        (found.host.as_str(), found.port, found.user.as_str()),
        ("mail.example.org", 993, "kim@example.org")
    );
    assert_eq!((found.folder.as_str(), found.security, found.password), ("INBOX", Security::Tls, None));
    let found = parse("imaps://kim:p%3Ass@mail.example.org:1993/Support/New");
    assert_eq!(
        (found.port, found.folder.as_str(), found.password.as_deref()),
        (1993, "Support/New", Some("p:ss"))
    );
    assert_eq!(parse("imap://kim@mail.example.org").security, Security::StartTls);
    assert_eq!(parse("imap://kim@127.0.0.1:1143").security, Security::Plain);
    assert_eq!(parse("imap://kim@[::1]").security, Security::Plain);
    assert_eq!(parse("imap://kim@localhost/?starttls").security, Security::StartTls);
    assert_eq!(parse("imap://kim@localhost").folder, "INBOX");
}

#[test]
fn a_wrong_address_is_refused_with_the_reason_and_without_the_password() {
    let refuse = |address: &str| Endpoint::parse(address).unwrap_err();
    assert_eq!(refuse("pop3://kim@example.org"), EndpointError::Scheme("pop3".to_owned()));
    assert_eq!(refuse("imaps://example.org"), EndpointError::NoUser);
    assert_eq!(refuse("imaps://kim@example.org/?tls=no"), EndpointError::Option("tls=no".to_owned()));
    let message = refuse("imaps//kim:secret@example.org").to_string();
    assert!(!message.contains("secret"), "{message}");
}

#[test]
fn no_text_about_a_mailbox_shows_its_password() {
    let endpoint = Endpoint::parse("imaps://kim:secret@example.org").unwrap();
    assert_eq!(endpoint.to_string(), "imaps://example.org:993/INBOX");
    assert!(!format!("{endpoint:?}").contains("secret"));
    let config = mail::inbound::imap::MailboxConfig::new("tickets@example.org", endpoint, "secret");
    assert!(!format!("{config:?}").contains("secret"));
}
