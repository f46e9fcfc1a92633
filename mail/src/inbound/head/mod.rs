//! Makes the headers of a mail and of its parts readable for the parser: bytes without a label, charsets that it does not
//! know, characters that are split between two words, names of files that were never quoted.
//!
//! Headers alone are touched, never what they describe, and of an enclosed mail nothing.

mod parameters;

use super::{charset, steps::encoded_word};

/// More boundaries than this are looked for in no mail.
const MAX_BOUNDARIES: usize = 100;

/// A longer header is left alone.
const MAX_FIELD: usize = 100_000;

/// The mail with its headers mended; `None`: there was nothing to mend.
#[must_use]
pub fn mend(raw: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let (mut kept, mut at) = (0, 0);
    let mut boundaries: Vec<Vec<u8>> = Vec::new();
    let mut outer = None;
    loop {
        let block = fields(raw, at);
        let label = block.iter().find_map(|(start, end)| parameters::charset(slice(raw, *start, *end)));
        outer = outer.or(label.clone());
        let label = label.or_else(|| outer.clone());
        for (start, end) in &block {
            let field = slice(raw, *start, *end);
            let mended = mend_field(field, label.as_deref());
            let boundary = parameters::boundary(mended.as_deref().unwrap_or(field));
            boundaries.extend(boundary.filter(|_| boundaries.len() < MAX_BOUNDARIES));
            if let Some(mended) = mended {
                out.extend_from_slice(slice(raw, kept, *start));
                out.extend_from_slice(&mended);
                kept = *end;
            }
        }
        let body = block.last().map_or(at, |(_, end)| *end);
        match next_part(raw, body, &boundaries) {
            Some(part) => at = part,
            None => break,
        }
    }
    if kept == 0 {
        return None;
    }
    out.extend_from_slice(slice(raw, kept, raw.len()));
    Some(out)
}

fn slice(raw: &[u8], start: usize, end: usize) -> &[u8] {
    raw.get(start..end).unwrap_or_default()
}

/// The end of the line that starts here, with its line end.
fn line_end(raw: &[u8], at: usize) -> usize {
    let rest = raw.get(at..).unwrap_or_default();
    rest.iter().position(|byte| *byte == b'\n').map_or(raw.len(), |length| at + length + 1)
}

/// Where each header of a block begins and ends, with its line end.
fn fields(raw: &[u8], mut at: usize) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    while at < raw.len() {
        let end = line_end(raw, at);
        let line = slice(raw, at, end);
        if line.trim_ascii().is_empty() && !(line.starts_with(b" ") && next_continues(raw, end)) {
            break;
        }
        match found.last_mut() {
            Some((_, last)) if line.starts_with(b" ") || line.starts_with(b"\t") => *last = end,
            _ => found.push((at, end)),
        }
        at = end;
    }
    found
}

/// Whether a header goes on in the line that starts here.
fn next_continues(raw: &[u8], at: usize) -> bool {
    let line = slice(raw, at, line_end(raw, at));
    matches!(line.first(), Some(b' ' | b'\t')) && !line.trim_ascii().is_empty()
}

/// Where the headers of the next part begin.
fn next_part(raw: &[u8], mut at: usize, boundaries: &[Vec<u8>]) -> Option<usize> {
    if boundaries.is_empty() {
        return None;
    }
    while at < raw.len() {
        let end = line_end(raw, at);
        let mark = slice(raw, at, end).strip_prefix(b"--").map(<[u8]>::trim_ascii_end);
        if mark.is_some_and(|mark| boundaries.iter().any(|boundary| boundary == mark)) {
            return Some(end);
        }
        at = end;
    }
    None
}

/// A header with its line end, mended; `None`: it can stay. `label` is the charset of the text beside it.
fn mend_field(field: &[u8], label: Option<&str>) -> Option<Vec<u8>> {
    if field.len() > MAX_FIELD {
        return None;
    }
    let read = match std::str::from_utf8(field) {
        Ok(text) if !charset::is_japanese(field) => Ok(text),
        _ => Err(charset::decode(label.filter(|label| !charset::shifts(label)), field)),
    };
    let text = read.as_ref().copied().unwrap_or_else(String::as_str);
    let words = encoded_word::in_utf8(text);
    let text = words.as_deref().unwrap_or(text);
    let mended = parameters::mend(text).or(words.clone()).or_else(|| read.clone().err());
    mended.map(String::into_bytes)
}
