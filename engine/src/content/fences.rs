//! Fences of code that are never closed, such as a line of `~~~` that is meant as a divider. A parser takes everything below them for
//! code and shows them to nobody; here they are a line like others.

use std::{borrow::Cow, ops::Range};

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

use super::markdown::DIALECT;

/// The marks that fences are made of, and what stands for each in the text that the parser reads: letters that mean nothing to it.
/// Unicode keeps them out of texts (noncharacters).
const MARKS: [(char, char); 2] = [('~', '\u{fdd0}'), ('`', '\u{fdd1}')];

/// So many within each other are looked for one by one; each takes a reading of the text.
const MOST: usize = 20;

/// So much of a text is read for it in all, in bytes: in a long one fewer are looked for.
const READ: usize = 1_000_000;

/// The text with the marks of fences that are never closed hidden from a parser; [`shown`] brings them back.
pub(super) fn hidden(text: &str) -> Cow<'_, str> {
    let has_fence = text.contains("~~~") || text.contains("```");
    if !has_fence || MARKS.iter().any(|(_, letter)| text.contains(*letter)) {
        return Cow::Borrowed(text);
    }
    let mut source = Cow::Borrowed(text);
    for _ in 0..(READ / text.len().max(1)).clamp(1, MOST) {
        let open = open_fences(&source);
        if open.is_empty() {
            return source;
        }
        source = Cow::Owned(hide(&source, &open));
    }
    // Below so many nothing is meant as a fence.
    match open_fences(&source).first() {
        Some(first) => {
            let (above, below) = source.split_at(first.start);
            Cow::Owned(format!("{above}{}", hide(below, std::slice::from_ref(&(0..below.len())))))
        }
        None => source,
    }
}

/// What a parser made of a text, with the marks that were hidden from it.
pub(super) fn shown(read: String) -> String {
    if !MARKS.iter().any(|(_, letter)| read.contains(*letter)) {
        return read;
    }
    MARKS.iter().fold(read, |read, (mark, letter)| read.replace(*letter, mark.encode_utf8(&mut [0; 4])))
}

/// The text with the marks in these places hidden.
fn hide(text: &str, places: &[Range<usize>]) -> String {
    let mut source = String::with_capacity(text.len() + 16);
    let mut end = 0;
    for place in places {
        source.push_str(&text[end..place.start]);
        source.extend(text[place.clone()].chars().map(|letter| {
            let hidden = MARKS.iter().find(|(mark, _)| *mark == letter);
            hidden.map_or(letter, |(_, hidden)| *hidden)
        }));
        end = place.end;
    }
    source.push_str(&text[end..]);
    source
}

/// Where the marks of fences stand that are never closed, in their order.
fn open_fences(text: &str) -> Vec<Range<usize>> {
    let mut open = Vec::new();
    // The fence that has begun, and where the code in it ends.
    let mut begun: Option<(Range<usize>, usize)> = None;
    for (event, place) in Parser::new_ext(text, DIALECT).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) => {
                let end = text[place.clone()].find('\n').map_or(place.end, |line| place.start + line);
                begun = Some((place, end));
            }
            Event::Text(_) => {
                if let Some((_, end)) = &mut begun {
                    *end = place.end.max(*end);
                }
            }
            Event::End(TagEnd::CodeBlock) => {
                open.extend(begun.take().and_then(|(place, end)| left_open(text, &place, end)));
            }
            _ => {}
        }
    }
    open
}

/// The marks of the fence, unless something stands behind the code that closes it.
fn left_open(text: &str, place: &Range<usize>, end: usize) -> Option<Range<usize>> {
    let whole = &text[place.clone()];
    let start = place.start + (whole.len() - whole.trim_start().len());
    let mark = text[start..].chars().next().filter(|first| MARKS.iter().any(|(mark, _)| mark == first))?;
    let length = text[start..].chars().take_while(|letter| *letter == mark).count();
    let is_closed = text.get(end..place.end).is_some_and(|behind| behind.contains(mark));
    (!is_closed).then_some(start..start + length)
}
