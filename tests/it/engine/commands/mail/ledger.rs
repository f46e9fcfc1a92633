//! The ledger: raw mails are kept byte for byte, and a mail is entered once whatever its headers claim.

use engine::{
    Actor, Code, Delivery, IncomingAttachment, IncomingMessage, MailFilter, Outcome, Paging, RawMail, Upload,
};
use tests::{MAILBOX, TestApp, on_each_database};

use super::{mail, receive};

on_each_database!(
    a_raw_mail_is_kept_byte_for_byte,
    mails_that_share_an_id_but_not_their_words_are_all_taken_in,
    a_duplicate_is_answered_with_what_became_of_the_first,
    the_line_of_a_mail_tells_how_often_it_came_again_and_when_last,
    the_mailbox_is_known_by_the_recipient_where_nobody_said_it
);

async fn a_raw_mail_is_kept_byte_for_byte(app: TestApp) {
    let bytes = b"From: a@b.example\r\n\r\n\0\xff\r\n.\r\n";
    let raw = app.engine.store_raw(bytes::Bytes::copy_from_slice(bytes)).await.unwrap();
    assert_eq!(app.engine.store_raw(bytes::Bytes::copy_from_slice(bytes)).await.unwrap(), raw);
    assert_eq!(app.engine.raw_mail(&raw).await.unwrap().as_ref(), bytes);
    let unknown = RawMail { sha256: "0".repeat(64) };
    assert_eq!(app.engine.raw_mail(&unknown).await.unwrap_err().code(), Code::NotFound);
}

async fn mails_that_share_an_id_but_not_their_words_are_all_taken_in(app: TestApp) {
    for text in ["Erstens.", "Zweitens."] {
        let received = receive(&app.engine, mail("same@x", "scanner@muster.example", "Scan", text)).await;
        assert_eq!(received.outcome, Outcome::Created, "{text}");
    }
}

async fn a_duplicate_is_answered_with_what_became_of_the_first(app: TestApp) {
    let first = receive(&app.engine, mail("1@x", "maria@muster.example", "a", "zwei  Worte\n")).await;
    let again = receive(&app.engine, mail("1@x", "Maria@muster.example", "a", "zwei Worte")).await;
    assert_eq!(
        (again.outcome, again.ticket, again.comment),
        (Outcome::Duplicate, first.ticket, first.comment)
    );
    assert!(again.reason.is_some());
}

async fn the_line_of_a_mail_tells_how_often_it_came_again_and_when_last(app: TestApp) {
    let message = mail("1@x", "maria@muster.example", "a", "b");
    let upload = Upload { filename: "a.txt".to_owned(), content_type: None, bytes: b"x".to_vec().into() };
    let file = IncomingAttachment { upload, content_id: None, inline: false };
    let with_file =
        IncomingMessage { attachments: vec![file], ..mail("2@x", "maria@muster.example", "c", "d") };
    receive(&app.engine, message.clone()).await;
    receive(&app.engine, with_file.clone()).await;
    app.clock.advance(std::time::Duration::from_hours(1));
    receive(&app.engine, message.clone()).await;
    let raw = app.engine.store_raw(bytes::Bytes::copy_from_slice(b"again")).await.expect("kept");
    let deliveries =
        [message, with_file].map(|message| Delivery { raw: raw.clone(), mailbox: None, message });
    app.engine.receive_mails(deliveries.into()).await.expect("received");
    let page =
        app.engine.mails(&Actor::system(), &MailFilter::default(), &Paging::default()).await.expect("a page");
    let mut lines: Vec<_> =
        page.items.iter().map(|(_, line)| (line.message_id.as_deref(), line.repeats)).collect();
    lines.sort_unstable();
    assert_eq!(lines, [(Some("1@x"), 2), (Some("2@x"), 1)]);
    let now = app.engine.clock().now();
    assert!(page.items.iter().all(|(_, line)| line.repeated_at == Some(now)), "{page:?}");
}

async fn the_mailbox_is_known_by_the_recipient_where_nobody_said_it(app: TestApp) {
    let to = |to: &str| vec!["other@x.example".to_owned(), to.to_owned()];
    let (name, domain) = MAILBOX.split_once('@').unwrap();
    for (id, recipients, mailbox) in [
        ("1@x", to(MAILBOX), Some(MAILBOX)),
        ("2@x", to(&format!("{name}+10001-abc@{domain}").to_uppercase()), Some(MAILBOX)),
        ("3@x", to("nobody@y.example"), None),
    ] {
        let message = IncomingMessage { recipients, ..mail(id, "maria@muster.example", "a", id) };
        let raw = app.engine.store_raw(bytes::Bytes::copy_from_slice(id.as_bytes())).await.unwrap();
        app.engine.receive_mail(Delivery { raw, mailbox: None, message }).await.unwrap();
        let filter = MailFilter { message_id: Some(id.to_owned()), ..MailFilter::default() };
        let page = app.engine.mails(&Actor::system(), &filter, &Paging::default()).await.unwrap();
        let (_, line) = page.items.first().unwrap();
        assert_eq!(line.mailbox.as_deref(), mailbox, "{id}");
    }
}
