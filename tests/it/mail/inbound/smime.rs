//! Signed mails are read as what they hold, and what their signature says is told.
//!
//! The signatures are of OpenSSL, by keys that were thrown away: Maria's by RSA, Eva's by ECDSA, both issued by the root beside them.

use engine::{FoundSignature, IncomingMessage, SignatureCheck};
use mail::inbound::parse;

const OPAQUE: &str = include_str!("smime/maria-opaque.txt");
/// Written while it was signed: nothing in it has a length.
const STREAMED: &str = include_str!("smime/eva-indef.txt");
const DETACHED: &str = include_str!("smime/maria-detached.txt");
const BY_SHA_1: &str = include_str!("smime/maria-sha1.txt");
const WITHOUT_CERTIFICATE: &str = include_str!("smime/maria-nocert.txt");
const WITH_HEADERS: &str = include_str!("smime/eva-headers.txt");

const BODY: &str = "Content-Type: multipart/alternative; boundary=in\r\n\r\n--in\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nDer Drucker streikt.\r\n--in\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Der <b>Drucker</b> streikt.</p>\r\n--in--\r\n";

const HEAD: &str =
    "From: Maria <maria@muster.example>\r\nTo: desk@example.org\r\nSubject: Drucker\r\nMIME-Version: 1.0\r\n";

fn opaque(signed: &str) -> String {
    format!(
        "{HEAD}Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\r\n\
         Content-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=smime.p7m\r\n\r\n{signed}"
    )
}

fn beside(body: &str) -> String {
    format!(
        "{HEAD}Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\"; micalg=sha-256; boundary=\"i\"\r\n\r\n\
         Signed.\r\n--i\r\n{body}\r\n--i\r\nContent-Type: application/pkcs7-signature; name=smime.p7s\r\n\
         Content-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=smime.p7s\r\n\r\n{DETACHED}\r\n--i--\r\n"
    )
}

fn read(raw: &str) -> (IncomingMessage, FoundSignature) {
    let message = parse(raw.as_bytes()).message;
    let found = message.signature.clone().expect("a signature");
    (message, found)
}

#[test]
fn what_a_signature_holds_is_read_as_the_mail_that_it_is() {
    for (signed, name, address) in
        [(OPAQUE, "Maria Muster", "maria@muster.example"), (STREAMED, "Eva Fremd", "eva@fremd.example")]
    {
        let (message, found) = read(&opaque(signed));
        assert_eq!((message.text.as_str(), message.subject.as_str()), ("Der Drucker streikt.", "Drucker"));
        assert!(message.html.is_some_and(|html| html.contains("<b>Drucker</b>")));
        assert!(message.attachments.is_empty(), "{:?}", message.attachments);
        assert_eq!(found.check, SignatureCheck::Fits);
        assert_eq!((found.name.as_deref(), found.addresses), (Some(name), vec![address.to_owned()]));
        assert_eq!(found.certificates.len(), 1);
    }
    let unnamed = opaque(OPAQUE).replace("smime-type=signed-data; ", "");
    assert_eq!(read(&unnamed).0.text, "Der Drucker streikt.", "some programs do not say which it is");
}

#[test]
fn a_signature_beside_the_mail_is_checked_and_set_aside() {
    let raw = beside(BODY);
    for raw in [raw.clone(), raw.replace("\r\n", "\n")] {
        let (message, found) = read(&raw);
        assert_eq!((message.text.as_str(), found.check), ("Der Drucker streikt.", SignatureCheck::Fits));
        assert_eq!(found.name.as_deref(), Some("Maria Muster"));
        assert!(message.attachments.is_empty(), "{:?}", message.attachments);
    }
    let (message, found) = read(&beside(&BODY.replace("streikt", "brennt")));
    assert_eq!((message.text.as_str(), found.check), ("Der Drucker brennt.", SignatureCheck::Altered));
}

#[test]
fn what_stands_behind_a_signature_is_not_told_to_be_signed() {
    let further = "\r\n--i\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nDas Konto ist neu.\r\n--i--\r\n";
    let (message, found) = read(&beside(BODY).replace("\r\n--i--\r\n", further));
    assert!(message.text.contains("Der Drucker streikt."), "{}", message.text);
    assert_eq!(found.check, SignatureCheck::NotCheckable);
}

#[test]
fn a_signed_part_beside_others_is_read_and_cannot_be_checked() {
    let signed = beside(BODY);
    let signed = signed.strip_prefix(HEAD).expect("a header");
    let below = "Content-Type: text/plain; charset=utf-8\r\n\r\nDie Liste der Drucker";
    let mixed = |part: &str| {
        let kind = "Content-Type: multipart/mixed; boundary=\"list\"";
        format!("{HEAD}{kind}\r\n\r\n--list\r\n{part}\r\n--list\r\n{below}\r\n--list--\r\n")
    };
    let (message, found) = read(&mixed(signed));
    assert!(message.text.contains("Der Drucker streikt."), "{}", message.text);
    assert_eq!(found, FoundSignature::default(), "nobody is named of whom nothing is known");
    assert_eq!(found.check, SignatureCheck::NotCheckable);
    let mut kinds = message.attachments.iter().filter_map(|file| file.upload.content_type.as_deref());
    assert!(kinds.all(|kind| kind != "application/pkcs7-signature"), "it is set aside");
    // What somebody else signed and this mail encloses is theirs.
    let enclosed = format!("Content-Type: message/rfc822\r\n\r\n{}", beside(BODY));
    assert_eq!(parse(mixed(&enclosed).as_bytes()).message.signature, None);
}

#[test]
fn a_header_goes_on_behind_a_line_of_blanks() {
    for raw in [opaque(OPAQUE), beside(BODY)] {
        let (message, found) = read(&raw.replace("Subject: Drucker\r\n", "Subject: Drucker\r\n \r\n"));
        assert_eq!((message.text.as_str(), found.check), ("Der Drucker streikt.", SignatureCheck::Fits));
        assert_eq!(message.subject.trim(), "Drucker");
    }
}

#[test]
fn what_cannot_be_checked_is_read_and_said_so() {
    for signed in [BY_SHA_1, WITHOUT_CERTIFICATE] {
        let (message, found) = read(&opaque(signed));
        assert_eq!(
            (message.text.as_str(), found.check),
            ("Der Drucker streikt.", SignatureCheck::NotCheckable)
        );
    }
    let raw = beside(BODY).replace(DETACHED, "MIIB");
    let (message, found) = read(&raw);
    assert_eq!((message.text.as_str(), found.check), ("Der Drucker streikt.", SignatureCheck::NotCheckable));
    for raw in ["From: a@example.org\r\n\r\nHallo", "From: a@example.org\r\nSubject: pkcs7\r\n\r\nHallo"] {
        assert_eq!(parse(raw.as_bytes()).message.signature, None);
    }
}

#[test]
fn what_is_signed_does_not_say_whom_the_mail_is_from() {
    let (message, found) = read(&opaque(WITH_HEADERS));
    assert_eq!(message.text, "Hallo von innen.");
    assert_eq!(message.from.map(|from| from.address).as_deref(), Some("maria@muster.example"));
    assert_eq!((message.subject.as_str(), message.reply_to.len()), ("Drucker", 0));
    assert_eq!(found.addresses, ["eva@fremd.example"]);
}

#[test]
fn no_damage_makes_another_text_fit() {
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    let bytes = STANDARD.decode(OPAQUE.replace('\n', "")).expect("base64");
    for at in (0..bytes.len()).step_by(5) {
        let mut damaged = bytes.clone();
        damaged[at] ^= 0x20;
        for bytes in [&damaged[..], &bytes[..at]] {
            let message = parse(opaque(&STANDARD.encode(bytes)).as_bytes()).message;
            let fits = message.signature.is_some_and(|found| found.check == SignatureCheck::Fits);
            assert!(!fits || message.text == "Der Drucker streikt.", "byte {at}: {}", message.text);
        }
    }
    for hostile in
        [[0x30_u8, 0x80].repeat(50_000), vec![0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF], vec![0xA0; 10_000]]
    {
        let message = parse(opaque(&STANDARD.encode(hostile)).as_bytes()).message;
        assert!(message.signature.is_none() && message.text.contains("This email is signed"));
        assert_eq!(message.attachments.len(), 1, "it is there as it came");
    }
}
