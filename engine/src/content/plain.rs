//! Markdown of the staff as a person would write it in a plain email.
//!
//! The text stays as it is but for the marks that only a program reads: `**` around words, links, pictures, and the fences of code.
//! The parser that makes the HTML says where these are, so that code and logs keep theirs. Marks that people write in plain emails as
//! well stay: lists, quotes, `*words*`, headings, tables, `code`.

use std::{cmp::Reverse, ops::Range};

use pulldown_cmark::{CodeBlockKind, CowStr, Event, LinkType, Parser, Tag, TagEnd};

use super::{
    fences,
    markdown::{DIALECT, LONGEST_MARKDOWN},
    markup::links,
    sanitise::leads_outside,
};

/// A Markdown text as plain text; one that is too long to be read as Markdown stays as it is.
#[must_use]
pub fn text_of_markdown(text: &str) -> String {
    if text.len() > LONGEST_MARKDOWN {
        return text.to_owned();
    }
    let source = fences::hidden(text);
    let text = source.as_ref();
    let mut edits = edits(text);
    edits.sort_by_key(|edit| (edit.place.start, Reverse(edit.place.end)));
    let mut plain = String::with_capacity(text.len());
    let mut end = 0;
    for Edit { place, with } in edits {
        // Within a picture that is replaced as a whole.
        if place.start < end {
            continue;
        }
        plain.push_str(&text[end..place.start]);
        plain.push_str(&with);
        end = place.end;
    }
    plain.push_str(&text[end..]);
    fences::shown(plain)
}

/// A part of the text, and what takes its place.
struct Edit {
    place: Range<usize>,
    with: String,
}

impl Edit {
    const fn away(place: Range<usize>) -> Self {
        Self { place, with: String::new() }
    }
}

/// A link or a picture that has begun.
struct Open<'a> {
    place: Range<usize>,
    target: CowStr<'a>,
    /// Whether it is written as `[text](target)`; other ways read well as they are.
    is_inline: bool,
    is_picture: bool,
    /// Its text without marks, and where that ends.
    shown: String,
    end: usize,
}

fn edits(text: &str) -> Vec<Edit> {
    let bare: Vec<Range<usize>> = links(text).map(|link| link.place).collect();
    let mut edits = Vec::new();
    let mut open: Vec<Open<'_>> = Vec::new();
    // How many of the open ones are pictures: what is in one goes with it.
    let mut pictures = 0_usize;
    for (event, place) in Parser::new_ext(text, DIALECT).into_offset_iter() {
        let is_end = matches!(event, Event::End(TagEnd::Link | TagEnd::Image));
        let closed = if is_end { open.pop() } else { None };
        if let Some(outer) = open.last_mut() {
            outer.end = outer.end.max(place.end);
        }
        match event {
            Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                open.push(begun((place, 1), link_type, dest_url, false));
            }
            Event::Start(Tag::Image { link_type, dest_url, .. }) => {
                pictures += 1;
                open.push(begun((place, 2), link_type, dest_url, true));
            }
            Event::Start(Tag::Strong) => edits.extend(strong(text, &place, &bare).into_iter().flatten()),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) => {
                edits.extend(fences(text, &place).into_iter().flatten());
            }
            Event::Text(part) | Event::Code(part) | Event::InlineHtml(part) => {
                if let Some(within) = open.last_mut() {
                    within.shown.push_str(&part);
                }
            }
            Event::SoftBreak | Event::HardBreak => {
                if let Some(within) = open.last_mut() {
                    within.shown.push(' ');
                }
            }
            _ => {}
        }
        let Some(closed) = closed else { continue };
        pictures -= usize::from(closed.is_picture);
        if pictures == 0 && closed.is_picture {
            edits.extend(picture(&closed));
        } else if pictures == 0 {
            edits.extend(link(text, &closed).into_iter().flatten());
        }
        if let Some(outer) = open.last_mut() {
            if outer.shown.is_empty() {
                outer.shown = closed.shown;
            } else {
                outer.shown.push_str(&closed.shown);
            }
        }
    }
    edits
}

fn begun(
    (place, marks): (Range<usize>, usize),
    link_type: LinkType,
    target: CowStr<'_>,
    is_picture: bool,
) -> Open<'_> {
    let (is_inline, end) = (link_type == LinkType::Inline, place.start + marks);
    Open { place, target, is_inline, is_picture, shown: String::new(), end }
}

/// `[Seite](https://example.org)` as `Seite (https://example.org)`. What leads nowhere, such as `list[0](x)`, is none.
fn link(text: &str, link: &Open<'_>) -> Option<[Edit; 2]> {
    if !link.is_inline || !leads_outside(&link.target) || !text[link.end..].starts_with("](") {
        return None;
    }
    let with = beside(link.shown.trim(), &link.target);
    let start = link.place.start;
    Some([Edit::away(start..start + 1), Edit { place: link.end..link.place.end, with }])
}

/// What stands behind the text of a link: its address, unless the text says that already.
fn beside(shown: &str, target: &str) -> String {
    let spoken = target.strip_prefix("mailto:").or_else(|| target.strip_prefix("tel:")).unwrap_or(target);
    if shown.is_empty() {
        spoken.to_owned()
    } else if essence(shown) == essence(spoken) {
        String::new()
    } else {
        format!(" ({spoken})")
    }
}

/// An address without what people leave out when they write it.
fn essence(address: &str) -> &str {
    let bare = address.split_once("://").map_or(address, |(_, rest)| rest);
    bare.strip_prefix("www.").unwrap_or(bare).trim_end_matches('/')
}

/// A picture as its description or its name, and one from elsewhere as a link.
fn picture(picture: &Open<'_>) -> Option<Edit> {
    if !picture.is_inline {
        return None;
    }
    let shown = picture.shown.trim();
    let with = if leads_outside(&picture.target) {
        format!("{shown}{}", beside(shown, &picture.target))
    } else if shown.is_empty() {
        format!("[{}]", percent_encoding::percent_decode_str(&picture.target).decode_utf8_lossy())
    } else {
        format!("[{shown}]")
    };
    Some(Edit { place: picture.place.clone(), with })
}

/// The `**` around words. Those within a word, a path or an address are none: `2**3**4`, `/var/**/log/**`.
fn strong(text: &str, place: &Range<usize>, bare: &[Range<usize>]) -> Option<[Edit; 2]> {
    let inside = text[place.clone()].strip_prefix("**")?.strip_suffix("**")?;
    let is_path = |letter: char| matches!(letter, '/' | '\\');
    let is_word = |letter: char| letter.is_alphanumeric() || is_path(letter);
    let before = text[..place.start].chars().next_back().is_some_and(is_word);
    let behind = text[place.end..].chars().next().is_some_and(is_word);
    if before || behind || inside.starts_with(is_path) || inside.ends_with(is_path) {
        return None;
    }
    let marks = [place.start..place.start + 2, place.end - 2..place.end];
    let is_in_address = |mark: &Range<usize>| {
        let first = bare.partition_point(|address| address.end <= mark.start);
        bare.get(first).is_some_and(|address| address.start < mark.end)
    };
    if marks.iter().any(is_in_address) { None } else { Some(marks.map(Edit::away)) }
}

/// The lines above and below code, where both are there and stand alone.
fn fences(text: &str, place: &Range<usize>) -> Option<[Edit; 2]> {
    let start = text[..place.start].rfind('\n').map_or(0, |at| at + 1);
    let end = place.start + text[place.clone()].trim_end().len();
    let opens = place.start + text[place.start..end].find('\n')? + 1;
    let closes = text[..end].rfind('\n')? + 1;
    let mark = text[place.start..].chars().next().filter(|mark| matches!(mark, '`' | '~'))?;
    let length = text[place.start..].chars().take_while(|letter| *letter == mark).count();
    let last = text[closes..end].trim();
    let is_fence = last.len() >= length && last.chars().all(|letter| letter == mark);
    if !is_fence || !text[start..place.start].trim().is_empty() {
        return None;
    }
    let below = if text[end..].starts_with('\n') {
        closes..end + 1
    } else {
        // The last line of all: its break goes with it.
        (closes - 1).max(opens)..end
    };
    Some([Edit::away(start..opens), Edit::away(below)])
}
