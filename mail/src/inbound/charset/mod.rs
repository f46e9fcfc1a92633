//! Bytes to text: labels as people write them, and a reading where the label is wrong, missing or of a charset of old.
//!
//! Labels mean what the WHATWG's Encoding Standard says, beside the charsets that mail still knows and the web does not.
//! Bytes without a usable label are UTF-8, and what is no UTF-8 is windows-1252. U+FFFD appears only where nothing reads.

mod label;
mod shift;
mod table;

use std::borrow::Cow;

use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use label::{Charset, charset};

/// A charset that is wrong for so many of its characters, in a hundred, is not the one that the text was written in.
const MOST_ERRORS: usize = 10;

/// The text that the bytes stand for, by the label beside them if that is right.
#[must_use]
pub fn decode(label: Option<&str>, bytes: &[u8]) -> String {
    match label.and_then(charset) {
        Some(Charset::Web(encoding)) => web(encoding, bytes),
        Some(Charset::Utf7) => shift::utf7(bytes).unwrap_or_else(|| unlabelled(bytes)),
        Some(Charset::Iso2022Kr) => web(encoding_rs::EUC_KR, &shift::iso_2022(bytes)),
        Some(Charset::Iso2022Cn) => web(encoding_rs::GB18030, &shift::iso_2022(bytes)),
        Some(Charset::Hz) => web(encoding_rs::GB18030, &shift::hz(bytes)),
        Some(Charset::Table(table)) => table::decode(table, bytes),
        Some(Charset::Utf32 { big }) => shift::utf32(bytes, big).unwrap_or_else(|| unlabelled(bytes)),
        None => unlabelled(bytes),
    }
}

/// Whether the label is one of UTF-8.
#[must_use]
pub fn is_utf8(label: &str) -> bool {
    matches!(charset(label), Some(Charset::Web(encoding)) if encoding == UTF_8)
}

/// Whether bytes under this label are to be read by it although they are all ASCII.
#[must_use]
pub fn shifts(label: &str) -> bool {
    match charset(label) {
        Some(Charset::Web(encoding)) => !encoding.is_ascii_compatible(),
        Some(Charset::Table(_)) | None => false,
        Some(_) => true,
    }
}

/// The charset that an HTML page names in its own head: `<meta charset=…>` or `content="text/html; charset=…"`.
#[must_use]
pub fn of_html(html: &[u8]) -> Option<String> {
    const FIRST: usize = 4_096;
    let head = html.get(..html.len().min(FIRST)).unwrap_or_default().to_ascii_lowercase();
    let head = String::from_utf8_lossy(&head).into_owned();
    let meta = head.split("<meta").skip(1).filter_map(|tag| tag.split('>').next());
    meta.filter_map(|tag| tag.split_once("charset")).find_map(|(_, value)| {
        let value = value.trim_start().strip_prefix('=')?.trim_start_matches([' ', '"', '\'']);
        let end = value.find(['"', '\'', ' ', ';', '/']).unwrap_or(value.len());
        value.get(..end).filter(|label| charset(label).is_some()).map(str::to_owned)
    })
}

fn web(encoding: &'static Encoding, bytes: &[u8]) -> String {
    let utf16 = encoding == UTF_16LE || encoding == UTF_16BE;
    let lies = utf16 && !bytes.contains(&0) && std::str::from_utf8(bytes).is_ok();
    if encoding == UTF_8 || lies || utf16 && Encoding::for_bom(bytes).is_some() {
        return unlabelled(bytes);
    }
    let (text, errors) = encoding.decode_with_bom_removal(bytes);
    // What stands for nothing in a charset comes out in the area for private use.
    let is_wrong = |c: char| matches!(c, char::REPLACEMENT_CHARACTER | '\u{e000}'..='\u{f8ff}');
    if !errors && !text.contains(is_wrong) {
        return text.into_owned();
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.to_owned();
    }
    let broken = text.chars().filter(|c| is_wrong(*c)).count();
    let foreign = text.chars().filter(|c| !c.is_ascii()).count();
    if broken * 100 <= foreign * MOST_ERRORS { text.into_owned() } else { unlabelled(bytes) }
}

/// Text in UTF-8; what in it is none is read as windows-1252.
fn unlabelled(bytes: &[u8]) -> String {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes)
        && encoding != UTF_8
    {
        return encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or_default()).0.into_owned();
    }
    if bytes.is_ascii() && is_japanese(bytes) {
        return ISO_2022_JP.decode_without_bom_handling(bytes).0.into_owned();
    }
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        let (invalid, _): (Cow<'_, str>, _) = WINDOWS_1252.decode_without_bom_handling(chunk.invalid());
        text.push_str(&invalid);
    }
    text
}

/// Whether the bytes shift to Japanese (RFC 1468), which nothing else does in seven bits.
#[must_use]
pub fn is_japanese(bytes: &[u8]) -> bool {
    bytes.windows(3).any(|three| matches!(three, b"\x1b$B" | b"\x1b$@"))
}
