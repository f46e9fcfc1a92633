//! Reports of failed deliveries, by the standard and without, and mails that only look like one.

use engine::{Automatic, Bounce};
use mail::inbound::parse;

fn dsn(fields: &str) -> String {
    format!(
        "From: MAILER-DAEMON@mx.example.net\nTo: tickets@example.org\nSubject: Delivery Status\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n\
         --b\n\nIt did not work.\n--b\nContent-Type: message/delivery-status\n\n\
         Reporting-MTA: dns; mx.example.net\n\n{fields}\n--b\nContent-Type: message/rfc822\n\n\
         Message-ID: <ours.1@example.org>\nSubject: Ticket\n\nText\n--b--\n"
    )
}

fn bounce(raw: &str) -> Option<Bounce> {
    parse(raw.as_bytes()).message.bounce
}

#[test]
fn a_standard_report_tells_who_what_and_why() {
    let found = bounce(&dsn(
        "Original-Recipient: rfc822;old@example.com\nFinal-Recipient: rfc822; kim@example.com\nAction: failed\n\
         Status: 5.1.1 (no such user)\nDiagnostic-Code: smtp; 550 5.1.1 <kim@example.com>:\n  no such user",
    ))
    .unwrap();
    assert!(found.standard);
    assert_eq!(found.original_message_id.as_deref(), Some("ours.1@example.org"));
    assert_eq!(found.recipient.as_deref(), Some("kim@example.com"));
    assert_eq!(found.status.as_deref(), Some("5.1.1"));
    assert_eq!(found.diagnostic.as_deref(), Some("550 5.1.1 <kim@example.com>: no such user"));
    assert!(found.permanent);
}

#[test]
fn a_report_of_a_delay_or_a_success_is_automatic_but_no_failure() {
    for action in ["delayed", "delivered", "relayed", "expanded"] {
        let message = parse(
            dsn(&format!("Final-Recipient: rfc822;kim@example.com\nAction: {action}\nStatus: 4.4.7"))
                .as_bytes(),
        )
        .message;
        assert_eq!(message.bounce, None, "{action}");
        assert_eq!(message.report_of.as_deref(), Some("ours.1@example.org"), "{action}");
        assert_eq!(message.automatic, Some(Automatic::Generated), "{action}");
    }
}

#[test]
fn one_failure_among_several_recipients_counts() {
    let found = bounce(&dsn("Final-Recipient: rfc822;a@example.com\nAction: delivered\nStatus: 2.0.0\n\n\
         Final-Recipient: rfc822;b@example.com\nAction: failed\nStatus: 5.2.2"));
    assert_eq!(found.unwrap().recipient.as_deref(), Some("b@example.com"));
}

#[test]
fn a_report_without_the_standard_is_known_by_sender_and_words() {
    let found = bounce(
        "From: MAILER-DAEMON@example.net (Mail Delivery System)\nSubject: failure notice\n\n\
         Hi. This is the qmail-send program.\nI wasn't able to deliver your message.\n\n<kim@example.com>:\n\
         Remote host said: 550 5.1.1 no such user\n\n--- Below this line is a copy of the message.\n\n\
         Message-ID: <ours.2@example.org>\nSubject: Ticket\n",
    )
    .unwrap();
    assert_eq!(found.original_message_id.as_deref(), Some("ours.2@example.org"));
    assert_eq!(found.recipient.as_deref(), Some("kim@example.com"));
    assert_eq!(found.status.as_deref(), Some("5.1.1"));
}

#[test]
fn exim_names_the_recipient_in_a_header() {
    let found = bounce(
        "From: Mail Delivery System <Mailer-Daemon@example.net>\nX-Failed-Recipients: kim@example.com\n\
         Subject: Mail delivery failed: returning message to sender\n\nA message that you sent could not be delivered.\n",
    );
    assert_eq!(found.unwrap().recipient.as_deref(), Some("kim@example.com"));
}

#[test]
fn people_who_write_about_bounces_are_read() {
    for raw in [
        "From: Kim <kim@example.com>\nSubject: Undelivered Mail Returned to Sender\n\nWhy do I get this?\n550 5.1.1 user unknown\n",
        "From: Postmaster <postmaster@example.com>\nSubject: New mail server\n\nWe move on Friday.\n",
        "From: Kim <kim@example.com>\nSubject: Re: Delivery failed\n\nThe parcel was not delivered.\n",
    ] {
        assert_eq!(bounce(raw), None, "{raw}");
    }
}

#[test]
fn the_words_of_the_server_are_shown_whole() {
    let message =
        parse(dsn("Final-Recipient: rfc822;kim@example.com\nAction: failed\nStatus: 5.0.0").as_bytes())
            .message;
    assert_eq!(message.text, "It did not work.");
    assert_eq!(message.automatic, Some(Automatic::Generated));
}

#[test]
fn a_report_that_is_sent_on_in_an_ordinary_mail_is_no_report_by_the_standard() {
    let raw = dsn("Final-Recipient: rfc822;kim@example.com\nAction: failed\nStatus: 5.1.1");
    assert!(bounce(&raw).unwrap().standard);
    let ordinary = raw
        .replace("multipart/report; report-type=delivery-status", "multipart/mixed")
        .replace("MAILER-DAEMON@mx.example.net", "kim@example.net");
    assert!(bounce(&ordinary).is_none_or(|bounce| !bounce.standard));
}

#[test]
fn a_persons_words_about_a_rejection_stay_theirs() {
    let message = parse(
        b"Return-Path: <>\nFrom: erika@kunde.example\nSubject: Antwort: Rechnung\nIn-Reply-To: <ours@example.org>\n\n\
          Ihre Datei was rejected by unserem Filter, weil der Pfad does not exist.\n\n\
          Am 2.2.2019 um 10:00 schrieb Support:\n> Anbei die Rechnung.\n",
    )
    .message;
    assert_eq!(message.text, "Ihre Datei was rejected by unserem Filter, weil der Pfad does not exist.");
    assert_eq!(message.automatic, Some(Automatic::Suppressed));
    assert!(message.bounce.is_none_or(|bounce| !bounce.by_machine && bounce.original_message_id.is_none()));
    assert!(!message.by_mail_server);
}

#[test]
fn a_mail_server_is_known_by_names_that_no_person_has() {
    for (from, expected) in [
        ("MAILER-DAEMON@mx.example", true),
        ("MAILER-DAEMON", true),
        ("Mail Delivery Subsystem <mailer-daemon@googlemail.com>", true),
        ("postmaster@kunde.example", false),
        ("Kim Daemon <kim@kunde.example>", false),
    ] {
        let raw = format!("From: {from}\nSubject: x\n\nText\n");
        assert_eq!(parse(raw.as_bytes()).message.by_mail_server, expected, "{from}");
    }
}
