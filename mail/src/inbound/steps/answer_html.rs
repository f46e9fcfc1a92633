//! Which part of an HTML body is the answer, so that it can be shown as it was written, without the mail below it.
//!
//! The text decides: [`super::quote`] has cut it, in whatever language. What is sought is the beginning of the HTML that reads
//! the same; where there is none, as in a mail that was answered below its quote, the text has to do.

use super::{
    html::{self, begins_quote},
    quote,
    text::{self, Body},
};

/// Longer HTML is not looked through.
pub(super) const LONGEST: usize = 500_000;

/// The beginning of the HTML that is the answer. Elements may be left open, and nothing in it is made safe. `text` is what the
/// whole mail was cut to.
#[must_use]
pub fn of(body: &Body, text: &str) -> Option<String> {
    let source = body.html.as_deref()?;
    if text == text::whole(body) {
        return Some(source.to_owned());
    }
    if source.len() > LONGEST {
        return None;
    }
    let answer = letters(&quote::trim(&html::render(source), quote::Source::Mail));
    // Where the two halves of a mail differ, nothing of the text may be missing.
    if answer.is_empty() || answer.len() * 5 < letters(text).len() * 4 {
        return None;
    }
    beginning(source, &answer)
}

/// The beginning of HTML that has these letters, and the pictures behind them.
pub(super) fn beginning(source: &str, wanted: &str) -> Option<String> {
    let ends: Vec<usize> = tags(source).chain([source.len()]).collect();
    let read = |end: &usize| letters(&html::visible(source.get(..*end).unwrap_or_default()));
    let first = ends.partition_point(|end| read(end).len() < wanted.len());
    if ends.get(first).map(read)? != wanted {
        return None;
    }
    let behind = ends.partition_point(|end| read(end).len() <= wanted.len());
    let same = ends.get(first..behind)?;
    // Pictures have no letters: those below the answer belong to it, those in the quoted mail do not.
    let quote = same.iter().find(|end| source.get(**end..).is_some_and(begins_quote));
    let end = quote.or_else(|| same.last())?;
    source.get(..*end).map(str::to_owned)
}

/// Where tags begin.
pub(super) fn tags(source: &str) -> impl Iterator<Item = usize> {
    let bytes = source.as_bytes();
    let begins =
        |at: &usize| bytes.get(at + 1).is_some_and(|next| next.is_ascii_alphabetic() || *next == b'/');
    bytes.iter().enumerate().filter(|(_, byte)| **byte == b'<').map(|(at, _)| at).filter(begins)
}

/// What is compared: marks of lists, lines and emphasis are written in as many ways as there are programs.
pub(super) fn letters(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).collect()
}
