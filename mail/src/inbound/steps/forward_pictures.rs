//! Whose the pictures are in the HTML of a mail that passes one on: what stands only above or below that one is of the sender, and for
//! the staff alone.

use std::collections::BTreeSet;

use super::{
    answer_html::{letters, tags},
    forward_end, html, quote,
};

/// The ids of the files that only the sender's own words refer to, in lower case.
#[must_use]
pub fn of_sender(source: &str) -> Vec<String> {
    if ids(source).is_empty() {
        return Vec::new();
    }
    let rendered = html::render(source).replace(html::QUOTE_BEGINS, "");
    let lines: Vec<&str> = rendered.lines().map(str::trim_end).collect();
    let Some(head) = quote::passed_on(&lines) else { return Vec::new() };
    let count = |source: Option<&str>| letters(&html::visible(source.unwrap_or_default())).len();
    let starts: Vec<usize> = tags(source).collect();
    // The head begins with the last tag above which there is nothing of it.
    let above = letters(&lines.get(..head.start).unwrap_or_default().concat()).len();
    let behind = starts.partition_point(|start| count(source.get(..*start)) <= above);
    let begins = behind.checked_sub(1).and_then(|at| starts.get(at)).copied().unwrap_or_default();
    let ends = match forward_end::split(source) {
        Some((mail, _)) => mail.len(),
        None if head.ended => {
            let below = letters(&head.behind.concat()).len();
            let first = starts.partition_point(|start| count(source.get(*start..)) > below);
            starts.get(first).copied().filter(|_| below > 0).unwrap_or(source.len())
        }
        None => source.len(),
    };
    let theirs = ids(source.get(begins..ends).unwrap_or_default());
    let mut own = ids(source.get(..begins).unwrap_or_default());
    own.extend(ids(source.get(ends..).unwrap_or_default()));
    own.difference(&theirs).cloned().collect()
}

/// The ids that HTML refers to, in lower case. Of what stands in them, some programs percent-encode the `@` (RFC 2392).
pub(super) fn ids(source: &str) -> BTreeSet<String> {
    let is_end = |letter: char| letter.is_whitespace() || "\"'<>()&".contains(letter);
    let lower = source.to_ascii_lowercase();
    let id = |rest: &str| rest.split(is_end).next().unwrap_or_default().replace("%40", "@");
    lower.split("cid:").skip(1).map(id).filter(|id| !id.is_empty()).collect()
}
