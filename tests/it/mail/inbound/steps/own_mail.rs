//! Our own mails are known when they come back.

use mail::inbound::parse;

#[test]
fn the_mark_counts_on_the_mail_itself_only() {
    assert!(parse(b"From: a@example.org\nX-Schalter-Loop: tickets.example.org\n\nText\n").message.loops);
    let quoted = b"From: a@example.org\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\n\nX-Schalter-Loop: x\nFrom: b@example.org\n\nText\n--b--\n";
    assert!(!parse(quoted).message.loops);
}
