//! `winmail.dat` is taken apart: files under their long names, messages inside, and the text where there is no other.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use mail::inbound::parse;

fn attribute(level: u8, id: u32, data: &[u8]) -> Vec<u8> {
    let sum = data.iter().fold(0_u16, |sum, byte| sum.wrapping_add(u16::from(*byte)));
    let length = u32::try_from(data.len()).unwrap();
    [&[level][..], &id.to_le_bytes(), &length.to_le_bytes(), data, &sum.to_le_bytes()].concat()
}

fn package(attributes: &[Vec<u8>]) -> Vec<u8> {
    [&b"\x78\x9f\x3e\x22\x01\x00"[..], &attributes.concat()].concat()
}

fn variable(kind: u16, id: u16, value: &[u8]) -> Vec<u8> {
    let mut out = [&kind.to_le_bytes()[..], &id.to_le_bytes(), &1_u32.to_le_bytes()].concat();
    out.extend(u32::try_from(value.len()).unwrap().to_le_bytes());
    out.extend_from_slice(value);
    out.resize(out.len().next_multiple_of(4), 0);
    out
}

fn properties(all: &[Vec<u8>]) -> Vec<u8> {
    [&u32::try_from(all.len()).unwrap().to_le_bytes()[..], &all.concat()].concat()
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect()
}

fn file(title: &[u8], bytes: &[u8], more: &[Vec<u8>]) -> Vec<u8> {
    let mut out = [attribute(2, 0x0006_9002, &[0; 14]), attribute(2, 0x0001_8010, title)].concat();
    if !bytes.is_empty() {
        out.extend(attribute(2, 0x0006_800F, bytes));
    }
    if !more.is_empty() {
        out.extend(attribute(2, 0x0006_9005, &properties(more)));
    }
    out
}

fn mail(text: &str, package: &[u8]) -> Vec<u8> {
    format!(
        "From: a@example.org\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n{text}\r\n\
         --b\r\nContent-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\n\r\n{}\r\n--b--\r\n",
        STANDARD.encode(package)
    )
    .into_bytes()
}

fn names(raw: &[u8]) -> Vec<(String, Option<String>)> {
    parse(raw)
        .message
        .attachments
        .into_iter()
        .map(|file| (file.upload.filename, file.upload.content_type))
        .collect()
}

#[test]
fn the_files_inside_stand_before_the_package() {
    let long = [
        variable(0x001F, 0x3707, &utf16("Prüfbericht November.txt")),
        variable(0x001E, 0x370E, b"text/plain\0"),
    ];
    let packed = package(&[
        attribute(1, 0x0008_9006, &[0, 0, 1, 0]),
        file(b"PRUEFB~1.TXT\0", b"Inhalt", &long),
        file(b"a.bin\0", b"\x00\x01", &[]),
    ]);
    let raw = mail("See.", &packed);
    let found = names(&raw);
    assert_eq!(found[0], ("Prüfbericht November.txt".to_owned(), Some("text/plain".to_owned())));
    assert_eq!(found[1].0, "a.bin");
    assert_eq!(found[2], ("winmail.dat".to_owned(), Some("application/ms-tnef".to_owned())));
    let message = parse(&raw).message;
    assert_eq!(message.attachments[0].upload.bytes, b"Inhalt".to_vec().into());
    assert_eq!(message.text, "See.");
}

#[test]
fn a_message_inside_gives_its_files_and_its_text() {
    let inner = package(&[attribute(1, 0x0002_800C, b"Innen\0"), file(b"tief.txt\0", b"Tief", &[])]);
    let object = [&[0_u8; 16][..], &inner].concat();
    let packed = package(&[file(b"Mail\0", b"", &[variable(0x000D, 0x3701, &object)])]);
    let found: Vec<_> = names(&mail("See.", &packed)).into_iter().map(|(name, _)| name).collect();
    assert_eq!(found, ["Mail.txt", "tief.txt", "winmail.dat"]);
}

#[test]
fn the_text_is_read_out_of_the_package_if_there_is_no_other() {
    let packed = package(&[
        attribute(1, 0x0006_9007, &1252_u32.to_le_bytes()),
        attribute(1, 0x0002_800C, b"Gr\xfc\xdfe\0"),
    ]);
    assert_eq!(parse(&mail("", &packed)).message.text, "Grüße");
}

#[test]
fn a_damaged_package_is_kept_and_harms_nobody() {
    let whole = package(&[file(b"a.txt\0", b"Inhalt", &[variable(0x001F, 0x3707, &utf16("a.txt"))])]);
    for end in 0..whole.len() {
        let found = names(&mail("See.", &whole[..end]));
        assert!(end == 0 || found.iter().any(|(name, _)| name == "winmail.dat"), "{end}");
    }
}
