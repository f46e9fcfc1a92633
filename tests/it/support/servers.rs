//! Each real server starts, does the one thing it is for, and stops.

use std::{path::Path, time::Duration};

use lettre::{AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};
use tests::servers::{
    chromium::Chromium,
    dovecot::{Dovecot, PASSWORD},
    smtp::{Answer, Smtp},
};

#[tokio::test]
async fn dovecot_shows_and_flags_what_was_delivered() {
    let dovecot = Dovecot::start().await;
    dovecot.deliver("anna", "From: max@example.org\r\nSubject: Hello\r\n\r\nText\r\n");
    assert_eq!(dovecot.inbox("anna").first().map(|kept| kept.flags.as_str()), Some(""));

    let stream = tokio::net::TcpStream::connect(("127.0.0.1", dovecot.port())).await.expect("it accepts");
    let mut client = async_imap::Client::new(stream);
    client.read_response().await.expect("a greeting").expect("a greeting");
    let mut session = client.login("anna", PASSWORD).await.map_err(|(error, _)| error).expect("logged in");
    assert_eq!(session.select("INBOX").await.expect("an INBOX").exists, 1);
    let flagged = session.store("1", "+FLAGS (\\Seen)").await.expect("flagged");
    assert_eq!(futures::StreamExt::collect::<Vec<_>>(flagged).await.len(), 1);
    session.logout().await.expect("logged out");
    assert_eq!(dovecot.inbox("anna").first().map(|kept| kept.flags.as_str()), Some("S"));
}

#[tokio::test]
async fn the_smtp_receiver_keeps_mails_and_fails_on_request() {
    let smtp = Smtp::start().await;
    let mailer = AsyncSmtpTransport::<Tokio1Executor>::from_url(&smtp.url()).expect("an address");
    let mailer = mailer.timeout(Some(Duration::from_secs(10))).build();
    let mail = Message::builder()
        .from("Support Ä <support@example.org>".parse().expect("an address"))
        .to("anna@example.com".parse().expect("an address"))
        .subject("Grüße")
        .body(".\nA dot, and a link: https://tickets.example.org/tickets/10001.".to_owned())
        .expect("a mail");

    smtp.answer([Answer::RefuseData("451 4.3.0 later"), Answer::Accept]);
    assert!(mailer.send(mail.clone()).await.expect_err("refused").is_transient());
    mailer.send(mail).await.expect("kept");

    let [kept] = smtp.kept().try_into().expect("one mail");
    assert_eq!(
        (kept.sender.as_str(), kept.recipients),
        ("support@example.org", vec!["anna@example.com".to_owned()])
    );
    assert_eq!((kept.mail.subject.as_str(), kept.mail.from_name.as_str()), ("Grüße", "Support Ä"));
    assert!(kept.mail.text.starts_with(".\n"), "{:?}", kept.mail.text);
    assert_eq!(kept.mail.link("/tickets/").as_deref(), Some("https://tickets.example.org/tickets/10001"));
}

#[tokio::test]
async fn chromium_reads_fills_and_draws_a_page() {
    let chromium = Chromium::start().await;
    let window = chromium.window().await;
    window
        .goto(
            "data:text/html,<h1>Hallo</h1><input name=a><select><option value=x>X<option value=y>Y</select>",
        )
        .await;
    window.fill("input", "eins").await;
    window.select("select", "y").await;
    assert_eq!(window.text("h1").await, "Hallo");
    assert_eq!(
        (window.value("input").await, window.value("select").await),
        ("eins".to_owned(), "y".to_owned())
    );
    let picture = tempfile::NamedTempFile::new().expect("a file");
    window.screenshot(picture.path()).await;
    assert!(size(picture.path()) > 1000);
    window.close().await;
}

fn size(file: &Path) -> u64 {
    std::fs::metadata(file).expect("a file").len()
}
