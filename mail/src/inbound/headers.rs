//! Looks up header lines of a message as text, whatever form the parser gave them.

use mail_parser::{Message, MessagePart};

use super::clean;

/// Every value of a header of the message, in order, unfolded to one line.
#[must_use]
pub fn all(message: &Message<'_>, name: &str) -> Vec<String> {
    message.parts.first().map(|root| of_part(root, &message.raw_message, name)).unwrap_or_default()
}

/// The first value of a header, unfolded to one line; `None` when it is missing or empty.
#[must_use]
pub fn first(message: &Message<'_>, name: &str) -> Option<String> {
    all(message, name).into_iter().find(|value| !value.is_empty())
}

/// Whether the header is there at all, even empty.
#[must_use]
pub fn has(message: &Message<'_>, name: &str) -> bool {
    message
        .parts
        .first()
        .is_some_and(|root| root.headers.iter().any(|header| header.name.as_str().eq_ignore_ascii_case(name)))
}

/// Every value of a header of one part, unfolded to one line.
#[must_use]
pub fn of_part(part: &MessagePart<'_>, raw: &[u8], name: &str) -> Vec<String> {
    part.headers
        .iter()
        .filter(|header| header.name.as_str().eq_ignore_ascii_case(name))
        .map(|header| {
            let (start, end) = (header.offset_start as usize, header.offset_end as usize);
            clean::line(&String::from_utf8_lossy(raw.get(start..end).unwrap_or_default()))
        })
        .collect()
}

/// A structured value without its comments, which may stand between any of its words (RFC 5322, 3.2.2).
#[must_use]
pub fn without_comments(value: &str) -> String {
    let mut kept = String::with_capacity(value.len());
    let mut letters = value.chars();
    while let Some(letter) = letters.next() {
        if letter == '(' {
            skip_comment(&mut letters);
            kept.push(' ');
        } else {
            kept.push(letter);
        }
    }
    kept
}

/// Skips to the end of a comment, which may hold others (RFC 5322, 3.2.2).
pub fn skip_comment(letters: &mut std::str::Chars<'_>) {
    let mut depth = 1_usize;
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => {
                letters.next();
            }
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return;
        }
    }
}
