//! Date and language of a mail.

use mail::inbound::parse;

#[test]
fn date_and_language_are_read_if_they_make_sense() {
    let read = |header: &str| parse(format!("From: a@example.org\n{header}\n\nText\n").as_bytes()).message;
    assert_eq!(
        read("Date: Mon, 2 Feb 2026 10:00:00 +0100").date.unwrap().to_rfc3339(),
        "2026-02-02T09:00:00+00:00"
    );
    assert_eq!(read("Date: yesterday").date, None);
    assert_eq!(read("Content-Language: de-DE").locale.as_deref(), Some("de"));
    assert_eq!(read("Accept-Language: en-GB, de;q=0.5").locale.as_deref(), Some("en"));
    assert_eq!(read("Accept-Language: fr, de-AT").locale.as_deref(), Some("de"));
    assert_eq!(read("Content-Language: <script>").locale, None);
}
