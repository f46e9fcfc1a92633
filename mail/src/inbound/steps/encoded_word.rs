//! Decodes RFC 2047 words the way people meet them: glued to other text, in unknown charsets, split inside a character.

use mail_parser::decoders::base64::base64_decode;

use base64::Engine as _;

use crate::inbound::charset;

/// A run of bytes in one charset, or text that was not encoded.
enum Piece<'a> {
    Plain(&'a str),
    Encoded { charset: &'a str, bytes: Vec<u8> },
}

/// A header with its runs of words in one word of UTF-8 each, so that every parser reads them; `None`: it can stay as it is.
#[must_use]
pub fn in_utf8(field: &str) -> Option<String> {
    let mut out = String::with_capacity(field.len());
    let (mut rest, mut changed) = (field, false);
    while let Some(start) = rest.find("=?") {
        let (before, from) = rest.split_at(start);
        out.push_str(before);
        let (length, plain) = run(from);
        let (words, after) = from.split_at(length.max(2));
        if length == 0 || plain {
            out.push_str(words);
        } else {
            let text = decode(words);
            out.push_str("=?utf-8?B?");
            out.push_str(&base64::engine::general_purpose::STANDARD.encode(text));
            out.push_str("?=");
            changed = true;
        }
        rest = after;
    }
    out.push_str(rest);
    changed.then_some(out)
}

/// The length of the encoded words at the start, with what stands between them, and whether it is a single one of UTF-8.
fn run(from: &str) -> (usize, bool) {
    let (mut end, mut count, mut utf8) = (0, 0_usize, true);
    let mut next = 0;
    while let Some((label, _, length)) = from.get(next..).filter(|rest| rest.starts_with("=?")).and_then(word)
    {
        end = next + length;
        count += 1;
        utf8 &= charset::is_utf8(label);
        let rest = from.get(end..).unwrap_or_default();
        next = end + rest.len() - rest.trim_start().len();
    }
    (end, count <= 1 && utf8)
}

/// An unfolded header value with all its encoded words decoded.
#[must_use]
pub fn decode(value: &str) -> String {
    let mut pieces: Vec<Piece<'_>> = Vec::new();
    let mut rest = value;
    while let Some(start) = rest.find("=?") {
        let (before, from) = rest.split_at(start);
        let Some((charset, bytes, length)) = word(from) else {
            let (skipped, after) = rest.split_at(start + 2);
            pieces.push(Piece::Plain(skipped));
            rest = after;
            continue;
        };
        let between_words = matches!(pieces.last(), Some(Piece::Encoded { .. })) && before.trim().is_empty();
        if !between_words && !before.is_empty() {
            pieces.push(Piece::Plain(before));
        }
        // A character may begin in one word and end in the next.
        match pieces.last_mut() {
            Some(Piece::Encoded { charset: last, bytes: open })
                if last.eq_ignore_ascii_case(charset) && joins(charset) =>
            {
                open.extend(bytes);
            }
            _ => pieces.push(Piece::Encoded { charset, bytes }),
        }
        rest = from.get(length..).unwrap_or_default();
    }
    pieces.push(Piece::Plain(rest));
    pieces.into_iter().map(text).collect()
}

fn text(piece: Piece<'_>) -> String {
    match piece {
        Piece::Plain(text) => text.to_owned(),
        Piece::Encoded { charset, bytes } => charset::decode(Some(charset), &bytes),
    }
}

/// Charsets with shift states start anew in every word; the bytes of the others may be joined.
fn joins(charset: &str) -> bool {
    !charset::shifts(charset)
}

/// `=?charset?encoding?data?=` at the start of `from`: the charset, the bytes, the length of the word.
fn word(from: &str) -> Option<(&str, Vec<u8>, usize)> {
    let inner = from.get(2..)?;
    let (charset, after) = inner.split_once('?')?;
    let (encoding, after) = after.split_once('?')?;
    let end = after.find("?=")?;
    let data = after.get(..end)?;
    let charset = charset.split('*').next().unwrap_or(charset);
    if charset.len() < 2 || charset.contains(' ') {
        return None;
    }
    let bytes = match encoding {
        "B" | "b" => base64_decode(data.replace(' ', "").as_bytes())?,
        "Q" | "q" => quoted(data),
        _ => return None,
    };
    let length = from.len() - after.len() + end + 2;
    Some((charset, bytes, length))
}

/// The Q encoding; what is not well-formed stays as it is.
fn quoted(data: &str) -> Vec<u8> {
    let bytes = data.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let hex = |offset: usize| bytes.get(at + offset).and_then(|digit| char::from(*digit).to_digit(16));
        match (byte, hex(1), hex(2)) {
            (b'=', Some(high), Some(low)) => {
                out.push(u8::try_from(high * 16 + low).unwrap_or(b'?'));
                at += 3;
            }
            (b'_', ..) => {
                out.push(b' ');
                at += 1;
            }
            (byte, ..) => {
                out.push(*byte);
                at += 1;
            }
        }
    }
    out
}
