//! Mails in UTF-16, as Windows saves a mail that was redirected into a file: the same mail in UTF-8.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

/// The mail in UTF-8, if its bytes are UTF-16: by their mark, or since every other one of the first is zero.
#[must_use]
pub fn decode(raw: &[u8]) -> Option<String> {
    let (text, _) = encoding(raw)?.decode_with_bom_removal(raw);
    Some(relabelled(&text))
}

fn encoding(raw: &[u8]) -> Option<&'static Encoding> {
    let letter = |byte: u8| byte.is_ascii_graphic() || byte.is_ascii_whitespace();
    match *raw.first_chunk::<4>()? {
        [0xFF, 0xFE, ..] => Some(UTF_16LE),
        [0xFE, 0xFF, ..] => Some(UTF_16BE),
        [one, 0, other, 0] if letter(one) && letter(other) => Some(UTF_16LE),
        [0, one, 0, other] if letter(one) && letter(other) => Some(UTF_16BE),
        _ => None,
    }
}

/// Text that stands in the mail as it is has another charset now than its head says. What is encoded once more keeps its own.
fn relabelled(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    let text = text.replace("\r\n", "\n");
    let blocks = text.split("\n\n").map(|block| {
        let lower = block.to_ascii_lowercase();
        let encoded = ["base64", "quoted-printable"].iter().any(|word| lower.contains(word));
        match lower.find("charset=").filter(|_| !encoded && lower.contains("content-type:")) {
            Some(at) => with_label(block, at + "charset=".len()),
            None => block.to_owned(),
        }
    });
    blocks.collect::<Vec<_>>().join("\n\n")
}

/// The block with `utf-8` in the place of the value that begins there.
fn with_label(block: &str, at: usize) -> String {
    let (before, value) = block.split_at_checked(at).unwrap_or((block, ""));
    let bare = value.strip_prefix('"').unwrap_or(value);
    let end = bare.find(|letter: char| letter.is_whitespace() || matches!(letter, ';' | '"'));
    let after = bare.get(end.unwrap_or(bare.len())..).unwrap_or_default();
    let after = if value.starts_with('"') { after.strip_prefix('"').unwrap_or(after) } else { after };
    format!("{before}utf-8{after}")
}
