//! Which part of an HTML body is the mail that is passed on in it, so that it can be shown as it was written, without the head
//! above it.
//!
//! As for an answer ([`super::answer_html`]) the text decides, whatever program built the head and whatever it is wrapped in.
//! What is sought is the end of the HTML that reads the same as what stands below the head; where there is none, or the two
//! halves of the mail differ, the text has to do.

use super::{
    answer_html::{LONGEST, beginning, letters, tags},
    forward_end::is_tag,
    html, quote,
};

/// With so many letters both halves of a mail have to begin alike: where HTML does not set the text apart from the head, a line
/// of it may be taken for one of the head.
const BEGINNING: usize = 20;

/// What programs write in place of a picture is seldom longer.
const LONGEST_ASIDE: usize = 300;

/// And so is what they write beside a link, even where a program that looks for harm in links has wrapped it.
const LONGEST_LINK: usize = 2_000;

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
    let written = head.text.join("\n");
    let below = letters(&written);
    if below.is_empty() || !is_same(&written, text) {
        return None;
    }
    let starts: Vec<usize> = tags(source).collect();
    let read = |start: &usize| letters(&html::visible(source.get(*start..).unwrap_or_default()));
    let first = starts.partition_point(|start| read(start).len() > below.len());
    let start = starts.get(first).copied().filter(|start| read(start) == below)?;
    source.get(start..).map(|end| without_ends(end).to_owned())
}

/// The HTML of a mail as far as it has its newest words, above an older mail that it quotes; `text` is what was read of them.
#[must_use]
pub fn newest(source: &str, text: &str) -> Option<String> {
    if said(&html::visible(source)) == said(text) {
        return Some(source.to_owned());
    }
    let rendered = html::render(source).replace(html::QUOTE_BEGINS, "");
    let lines: Vec<&str> = rendered.lines().map(str::trim_end).collect();
    let end = quote::newest(&lines)?;
    let shown = beginning(source, &letters(&lines.get(..end)?.concat()))?;
    (said(&html::visible(&shown)) == said(text)).then_some(shown)
}

/// What a text says, in whichever of the two halves of a mail it stands.
pub(super) fn said(text: &str) -> String {
    letters(&without_asides(text))
}

/// Whether the HTML says what the plain half says, as far as two halves of a mail ever do: nothing of that may be missing.
fn is_same(written: &str, text: &str) -> bool {
    let (written, wanted) = (said(written), said(text));
    let beginning: String = wanted.chars().take(BEGINNING).collect();
    written.is_empty() == wanted.is_empty()
        && written.starts_with(&beginning)
        && written.len() * 5 >= wanted.len() * 4
}

/// A text without what programs write in place of pictures and beside links, each in its own way: `[cid:…]`, `[image: …]`,
/// `<https://…>`, `<mailto:…>`, `<tel:…>`.
fn without_asides(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, group)) = rest.find(['[', '<']).and_then(|at| rest.split_at_checked(at)) {
        kept.push_str(before);
        let (close, longest) =
            if group.starts_with('[') { (']', LONGEST_ASIDE) } else { ('>', LONGEST_LINK) };
        let is_end = |letter: char| letter == close || (letter == '<' && close == '>');
        let end = group.char_indices().skip(1).take(longest).find(|(_, letter)| is_end(*letter));
        let aside = end
            .filter(|(_, letter)| *letter == close)
            .and_then(|(end, _)| group.get(1..end))
            .filter(|aside| close == ']' || is_link(aside));
        rest = group.get(1 + aside.map_or(0, str::len)..).unwrap_or_default();
    }
    kept.push_str(rest);
    kept
}

/// Whether this is the address of a link: it begins with a scheme (RFC 3986, 3.1).
fn is_link(text: &str) -> bool {
    let is_of_scheme = |letter: char| letter.is_ascii_alphanumeric() || "+-.".contains(letter);
    text.split_once(':').is_some_and(|(scheme, rest)| {
        !scheme.is_empty() && scheme.chars().all(is_of_scheme) && !rest.starts_with(char::is_whitespace)
    })
}

/// HTML without what only ends the head above it: the end of its last line, end tags, line breaks, blanks, empty blocks. What shows
/// something, as a picture does, stays.
fn without_ends(source: &str) -> &str {
    let mut rest = behind_line(source);
    loop {
        rest = rest.trim_start();
        if let Some(behind) = rest.strip_prefix("&nbsp;").or_else(|| behind_empty(rest)) {
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

/// HTML without what stands behind the last link in a line of the head, as in `</a>&gt;<br>`.
fn behind_line(source: &str) -> &str {
    let mut rest = source;
    while ["a", "b", "font", "i", "span", "strong"].iter().any(|name| is_tag(rest, "</", name)) {
        let (_, behind) = rest.split_once('>').unwrap_or_default();
        rest = behind.trim_start();
        while let Some(behind) = MARKS.iter().find_map(|mark| rest.strip_prefix(mark)) {
            rest = behind.trim_start();
        }
    }
    rest
}

/// What closes an address, and what stands between two.
const MARKS: [&str; 7] = ["&gt;", ">", ")", "]", ";", ",", "&quot;"];

/// What stands behind a paragraph or another block in which nothing is shown, if one begins here.
fn behind_empty(source: &str) -> Option<&str> {
    let name = ["p", "div"].into_iter().find(|name| is_tag(source, "<", name))?;
    let end = tags(source).find(|at| source.get(*at..).is_some_and(|tag| is_tag(tag, "</", name)))?;
    let (_, content) = source.get(..end)?.split_once('>')?;
    let (_, behind) = source.get(end..)?.split_once('>')?;
    shows_nothing(content).then_some(behind)
}

/// Whether HTML has nothing but blanks and breaks.
fn shows_nothing(source: &str) -> bool {
    let is_plain = |rest: &str| {
        ["b", "br", "div", "font", "i", "o:p", "p", "span", "strong"]
            .iter()
            .any(|name| is_tag(rest, "<", name) || is_tag(rest, "</", name))
    };
    let mut rest = source.trim_start();
    while !rest.is_empty() {
        let behind = match rest.strip_prefix("&nbsp;") {
            None if is_plain(rest) => rest.split_once('>').map(|(_, behind)| behind),
            behind => behind,
        };
        let Some(behind) = behind else { return false };
        rest = behind.trim_start();
    }
    true
}
