//! The mails that people send us: each of another sender, text and HTML, every fifth with a file of 50 KiB.

use base64::{Engine as _, engine::general_purpose::STANDARD};

use crate::data::{
    numbers::splitmix,
    plan::{MAILBOX, moment},
    words,
};

/// How long the attached file is.
const FILE: usize = 50 * 1_024;
/// Of so many comments the words are taken.
const WORDS: u64 = 1_000_000;

/// The mail with this number, as it comes over the wire.
pub(super) fn mail(index: u64) -> Vec<u8> {
    let date = moment(1_200_000 + index).to_rfc2822();
    let (sender, text) = (format!("absender{index}@kunde{}.example", index % 977), text(index));
    let html = text.replace("\r\n\r\n", "</p>\r\n<p>");
    let title = words::title(7_000_000 + index);
    let head = format!(
        "Return-Path: <{sender}>\r\nDelivered-To: {MAILBOX}\r\nFrom: Absender {index} <{sender}>\r\n\
         To: {MAILBOX}\r\nSubject: {title}\r\nDate: {date}\r\nMessage-ID: <{index}.bench@kunde.example>\r\n\
         MIME-Version: 1.0\r\nUser-Agent: Thunderbird\r\n"
    );
    let body = format!(
        "Content-Type: multipart/alternative; boundary=\"inner\"\r\n\r\n--inner\r\n\
         Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{text}\r\n--inner\r\n\
         Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n\
         <html><head><meta charset=\"utf-8\"></head><body><p>{html}</p></body></html>\r\n--inner--\r\n"
    );
    if index % 5 != 4 {
        return (head + &body).into_bytes();
    }
    let file = wrapped(&STANDARD.encode(file(index)));
    let whole = format!(
        "{head}Content-Type: multipart/mixed; boundary=\"outer\"\r\n\r\n--outer\r\n{body}\r\n--outer\r\n\
         Content-Type: application/octet-stream; name=\"messung{index}.bin\"\r\n\
         Content-Disposition: attachment; filename=\"messung{index}.bin\"\r\n\
         Content-Transfer-Encoding: base64\r\n\r\n{file}--outer--\r\n"
    );
    whole.into_bytes()
}

/// A few paragraphs.
fn text(index: u64) -> String {
    let paragraphs = (0..4).map(|place| words::comment(9_000_000 + index * 4 + place, WORDS));
    let lines = paragraphs.map(|words| folded(&words));
    format!("Guten Tag,\r\n\r\n{}\r\n\r\nMit freundlichen Grüßen", lines.collect::<Vec<_>>().join("\r\n\r\n"))
}

/// Lines as mail programs break them.
fn folded(words: &str) -> String {
    let mut text = String::new();
    let mut length = 0;
    for word in words.split(' ') {
        if length > 66 {
            text.push_str("\r\n");
            length = 0;
        } else if length > 0 {
            text.push(' ');
        }
        text.push_str(word);
        length += word.len() + 1;
    }
    text
}

fn file(index: u64) -> Vec<u8> {
    let numbers = (0..FILE as u64 / 8).flat_map(|place| splitmix((index << 20) | place).to_le_bytes());
    numbers.collect()
}

fn wrapped(base64: &str) -> String {
    let lines = base64.as_bytes().chunks(76).map(|line| String::from_utf8_lossy(line).into_owned() + "\r\n");
    lines.collect()
}
