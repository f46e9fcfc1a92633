//! Whatever the bytes are, a mail comes out: arbitrary ones, damaged ones, and those made to hurt.

use std::fmt::Write as _;

use mail::inbound::parse;
use proptest::prelude::*;

use crate::mail::corpus::files;

fn is_clean(raw: &[u8]) {
    let parsed = parse(raw);
    let message = &parsed.message;
    assert!(!message.text.contains(['\0', '\r', '\u{1}']), "{:?}", message.text);
    assert!(!message.subject.contains(|c: char| c.is_control()), "{:?}", message.subject);
    for file in &message.attachments {
        let name = &file.upload.filename;
        assert!(
            !name.is_empty() && !name.contains(['/', '\\']) && !name.contains(|c: char| c.is_control()),
            "{name:?}"
        );
    }
    if message.unreadable {
        assert_eq!(message.attachments[0].upload.filename, "message.eml");
        assert_eq!(message.attachments[0].upload.bytes, raw.to_vec().into());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_bytes_never_stop_the_reader(raw in proptest::collection::vec(any::<u8>(), 0..2000)) {
        is_clean(&raw);
    }

    #[test]
    fn arbitrary_text_behind_a_header_never_stops_the_reader(
        kind in "(text/(plain|html)|multipart/(mixed|report|digest|alternative)|message/rfc822)",
        body in "\\PC{0,400}",
    ) {
        is_clean(format!("From: a@example.org\nContent-Type: {kind}; boundary=b\n\n--b\n\n{body}\n--b--\n").as_bytes());
    }

    #[test]
    fn a_damaged_mail_of_the_corpus_never_stops_the_reader(
        pick in any::<prop::sample::Index>(),
        damages in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..30),
        cut in any::<prop::sample::Index>(),
    ) {
        let all = files("eml", "eml");
        let mut raw = std::fs::read(&all[pick.index(all.len())]).unwrap();
        raw.truncate(60_000);
        for (place, byte) in damages {
            let at = place.index(raw.len());
            raw[at] = byte;
        }
        is_clean(&raw);
        is_clean(&raw[..cut.index(raw.len())]);
    }
}

#[test]
fn bytes_that_are_no_mail_become_an_unreadable_one_with_the_bytes_attached() {
    for raw in [
        &b""[..],
        b"\n\n\n",
        b"hello",
        b"\xff\xfe\x00\x01",
        b"Key: value\n\nbody",
        b"no header here\nat all\n",
    ] {
        let message = parse(raw).message;
        assert!(message.unreadable, "{raw:?}");
        assert_eq!(message.attachments.len(), 1);
        assert_eq!(message.attachments[0].upload.bytes, raw.to_vec().into());
        assert_eq!(message.from, None);
    }
    assert_eq!(parse(b"no header here\nat all\n").message.text, "no header here\nat all");
}

#[test]
fn a_mail_without_from_subject_and_body_is_still_one() {
    let message = parse(b"Message-ID: <1@example.org>\n\n").message;
    assert_eq!(message.message_id.as_deref(), Some("1@example.org"));
    assert_eq!(message.from, None);
    assert_eq!(message.subject, "");
    assert_eq!(message.text, "");
    assert!(!message.unreadable);
}

#[test]
fn thousands_of_nested_mails_do_not_exhaust_the_stack() {
    let raw =
        format!("From: a@example.org\nSubject: deep\n{}", "Content-Type: message/rfc822\n\n".repeat(200_000));
    let message = parse(raw.as_bytes()).message;
    assert!(message.unreadable);
    assert_eq!(message.subject, "deep");
    assert_eq!(message.from.map(|from| from.address).as_deref(), Some("a@example.org"));
}

#[test]
fn thousands_of_nested_multiparts_and_tags_do_not_exhaust_the_stack() {
    let mut raw = String::from("From: a@example.org\n");
    for depth in 0..5_000 {
        write!(raw, "Content-Type: multipart/mixed; boundary=b{depth}\n\n--b{depth}\n").unwrap();
    }
    raw.push_str("Content-Type: text/html\n\n");
    raw.push_str(&"<div><blockquote type=cite><ul><li>".repeat(50_000));
    raw.push_str("the end");
    let message = parse(raw.as_bytes()).message;
    assert!(message.text.contains("the end") || message.unreadable || !message.attachments.is_empty());
}

#[test]
fn hundreds_of_files_stay_together_in_the_mail_as_it_came() {
    let part = "--b\nContent-Type: image/png\n\nx\n";
    let raw = format!(
        "From: a@example.org\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nSee.\n{}--b--\n",
        part.repeat(300)
    );
    let message = parse(raw.as_bytes()).message;
    assert_eq!(message.text, "See.");
    assert!(!message.unreadable);
    assert_eq!(message.attachments.len(), 1);
    assert_eq!(message.attachments[0].upload.bytes, raw.as_bytes().to_vec().into());
}

#[test]
fn damage_of_the_usual_kinds_is_mended() {
    let mbox = b"From somebody Mon May  2 16:07:05 2005\r\nFrom: a@example.org\r\nSubject: s\r\n\r\ntext\r\n";
    assert_eq!(parse(mbox).message.subject, "s");
    let bare_cr = b"From: a@example.org\rSubject: s\r\rtext\r";
    assert_eq!(parse(bare_cr).message.text, "text");
    let blank_lines = b"\xEF\xBB\xBF\r\n\r\nFrom: a@example.org\r\nSubject: s\r\n\r\ntext\r\n";
    assert_eq!(parse(blank_lines).message.subject, "s");
    let not_indented =
        b"From: a@example.org\nContent-Type: multipart/mixed;\nboundary=\"b\"\n\n--b\n\ntext\n--b--\n";
    assert_eq!(parse(not_indented).message.text, "text");
}

#[test]
fn what_no_database_takes_is_taken_out() {
    let raw =
        b"From: =?utf-8?q?A=00B?= <a@example.org>\nSubject: =?utf-8?q?x=00y=0D=0AX-Evil:_1?=\n\nte\0xt\x07\n";
    let message = parse(raw).message;
    assert_eq!(message.text, "text");
    assert_eq!(message.subject, "x y X-Evil: 1");
    assert_eq!(message.from.unwrap().name, "A B");
}
