//! Which part of an HTML body is the mail that is passed on in it, so that it can be shown as it was written, without the head
//! above it.
//!
//! As for an answer ([`super::answer_html`]) the text decides, whatever program built the head and whatever it is wrapped in.
//! What is sought is the end of the HTML that reads the same as what stands below the head; where there is none, or the two
//! halves of the mail differ, the text has to do.

use super::{
    answer_html::{LONGEST, letters, tags},
    html, quote,
};

/// With so many letters both halves of a mail have to begin alike: where HTML does not set the text apart from the head, a line
/// of it may be taken for one of the head.
const BEGINNING: usize = 20;

/// The end of the HTML that is the mail passed on. Elements may be closed that were not opened, and nothing in it is made safe.
/// `text` is what was read of that mail; `is_theirs` tells whether the head of a mail names its writer.
#[must_use]
pub fn of(source: &str, text: &str, is_theirs: impl Fn(&str) -> bool) -> Option<String> {
    if source.len() > LONGEST {
        return None;
    }
    let rendered = html::render(source).replace(html::QUOTE_BEGINS, "");
    let lines: Vec<&str> = rendered.lines().map(str::trim_end).collect();
    let head = quote::passed_on(&lines).filter(|head| is_theirs(&head.from))?;
    let (below, wanted) = (letters(&head.text.join("\n")), letters(text));
    let beginning: String = wanted.chars().take(BEGINNING).collect();
    // Nothing of the text may be missing.
    if below.is_empty() || !below.starts_with(&beginning) || below.len() * 5 < wanted.len() * 4 {
        return None;
    }
    let starts: Vec<usize> = tags(source).collect();
    let read = |start: &usize| letters(&html::visible(source.get(*start..).unwrap_or_default()));
    let first = starts.partition_point(|start| read(start).len() > below.len());
    let start = starts.get(first).copied().filter(|start| read(start) == below)?;
    source.get(start..).map(|end| without_ends(end).to_owned())
}

/// HTML without what only ends the head above it: end tags, line breaks, blanks. What shows something, as a picture does, stays.
fn without_ends(source: &str) -> &str {
    let mut rest = source;
    loop {
        rest = rest.trim_start();
        if let Some(behind) = rest.strip_prefix("&nbsp;") {
            rest = behind;
            continue;
        }
        let Some((tag, behind)) = rest.split_once('>') else { return rest };
        let tag = tag.to_ascii_lowercase();
        let is_break = matches!(tag.trim_end_matches('/').trim_end(), "<br" | "<o:p");
        if !is_break && !tag.starts_with("</") && !tag.starts_with("<br ") {
            return rest;
        }
        rest = behind;
    }
}
