//! Files come out byte for byte, under their own names.

use engine::{FileContent, IncomingAttachment};
use mail::inbound::parse;

fn files(parts: &str) -> Vec<IncomingAttachment> {
    let raw = format!(
        "From: a@example.org\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nSee the files.\n{parts}\n--b--\n"
    );
    parse(raw.as_bytes()).message.attachments
}

#[test]
fn names_come_from_the_disposition_or_the_type_in_every_encoding() {
    for (header, wanted) in [
        ("Content-Disposition: attachment; filename=\"a b.txt\"", "a b.txt"),
        ("Content-Type: application/pdf; name=\"c.pdf\"", "c.pdf"),
        ("Content-Disposition: attachment; filename*=UTF-8''%C3%9Cbersicht.pdf", "Übersicht.pdf"),
        ("Content-Disposition: attachment; filename*0=\"long-\"; filename*1=\"name.txt\"", "long-name.txt"),
        ("Content-Disposition: attachment; filename*0*=UTF-8''%C3%9C; filename*1=\"x.txt\"", "Üx.txt"),
        ("Content-Disposition: attachment; filename=\"=?UTF-8?Q?=C3=9Cbersicht.pdf?=\"", "Übersicht.pdf"),
        ("Content-Disposition: attachment; filename=\"../../evil.sh\"", "evil.sh"),
        ("Content-Disposition: attachment", "attachment-1.txt"),
        ("Content-Type: application/pdf", "attachment-1.pdf"),
    ] {
        let found = files(&format!("--b\n{header}\n\ncontent\n"));
        assert_eq!(found.len(), 1, "{header}");
        assert_eq!(found[0].upload.filename, wanted, "{header}");
    }
}

#[test]
fn s08_an_encrypted_zip_stays_byte_identical() {
    let bytes = b"PK\x03\x04\x14\x00\x01\x00\r\n\x00\xff\xfe\r\rend";
    let encoded = base64(bytes);
    let found = files(&format!(
        "--b\nContent-Type: application/zip; name=x.zip\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment\n\n{encoded}\n"
    ));
    assert_eq!(found[0].upload.bytes, bytes.to_vec().into());
    assert_eq!(found[0].upload.content_type.as_deref(), Some("application/zip"));
}

fn base64(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let number = chunk.iter().fold(0_usize, |number, byte| number << 8 | usize::from(*byte))
            << (8 * (3 - chunk.len()));
        for at in 0..4 {
            let letter = if at <= chunk.len() { LETTERS[number >> (18 - 6 * at) & 63] } else { b'=' };
            write!(out, "{}", char::from(letter)).unwrap();
        }
    }
    out
}

#[test]
fn an_attached_text_keeps_its_own_encoding() {
    let found = files(
        "--b\nContent-Type: text/csv; charset=iso-8859-1; name=x.csv\nContent-Disposition: attachment\n\
         Content-Transfer-Encoding: quoted-printable\n\nM=FCller;1\n",
    );
    assert_eq!(found[0].upload.bytes, b"M\xfcller;1\n".to_vec().into());
}

#[test]
fn an_inline_image_is_known_by_its_content_id() {
    let found = files(
        "--b\nContent-Type: image/png; name=shot.png\nContent-ID: <img1@example.org>\nContent-Disposition: inline\n\
         Content-Transfer-Encoding: base64\n\niVBORw0KGgo=\n",
    );
    assert_eq!(found[0].content_id.as_deref(), Some("img1@example.org"));
    assert!(found[0].inline);
}

#[test]
fn a_nested_mail_is_an_eml_file_named_after_its_subject() {
    let found = files(
        "--b\nContent-Type: message/rfc822\n\nFrom: c@example.org\nSubject: Lost/found\n\nInner text\n",
    );
    assert_eq!(found[0].upload.filename, "Lost_found.eml");
    assert_eq!(found[0].upload.content_type.as_deref(), Some("message/rfc822"));
    let FileContent::Memory(bytes) = &found[0].upload.bytes else { panic!("mails are read in memory") };
    let bytes = String::from_utf8(bytes.to_vec()).unwrap();
    assert!(bytes.starts_with("From: c@example.org") && bytes.contains("Inner text"), "{bytes}");
}

#[test]
fn a_log_that_the_mail_program_shows_in_place_is_a_file_and_not_text() {
    let raw = "From: a@example.org\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nSee the log.\n\
               --b\nContent-Type: text/plain; charset=utf-8\nContent-Disposition: inline; filename=app.log\n\nline 1\nline 2\n--b--\n";
    let message = parse(raw.as_bytes()).message;
    assert_eq!(message.text, "See the log.");
    assert_eq!(message.attachments[0].upload.filename, "app.log");
}

#[test]
fn winmail_dat_is_kept_as_it_is() {
    let found = files(
        "--b\nContent-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\neJ8+Ig==\n",
    );
    assert_eq!(found[0].upload.filename, "winmail.dat");
    assert_eq!(found[0].upload.bytes.len(), 4);
}
