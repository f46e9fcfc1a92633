//! Our own mails are known when they come back, and those of another installation are not taken for ours.

use engine::{Automatic, LetterKind};
use mail::inbound::parse;
use mail::outbound::{Renderer, message::message, sample};
use words::Lang;

#[test]
fn the_mark_counts_on_the_mail_itself_only() {
    let mark = |raw: &[u8]| parse(raw).message.loop_mark;
    assert_eq!(mark(b"From: a@example.org\nX-Schalter-Loop: abc\n\nText\n").as_deref(), Some("abc"));
    let quoted = b"From: a@example.org\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\n\nX-Schalter-Loop: x\nFrom: b@example.org\n\nText\n--b--\n";
    assert_eq!(mark(quoted), None);
}

#[test]
fn every_letter_carries_the_mark_of_its_installation_and_is_known_as_written_by_a_machine() {
    for kind in LetterKind::ALL {
        let letter = sample(*kind, Lang::De);
        let mail = message(&letter, &Renderer::new().unwrap().render(&letter).unwrap()).unwrap();
        let read = parse(&mail.raw).message;
        assert_eq!(read.loop_mark.as_deref(), Some("sample"), "{kind:?}");
        assert!(matches!(read.automatic, Some(Automatic::AutoReply | Automatic::Generated)), "{kind:?}");
    }
}
