//! Where a mail that is passed on ends: below it the one who passes it on may have gone on writing, which nobody but the staff may
//! read. [`split`] finds the end that programs mark in HTML, [`signed`] what somebody signed below one that has no mark.

use engine::Address;

use super::{
    answer_html::{letters, tags},
    forward_html::without_asides,
    html, quote,
};
use crate::inbound::clean;

/// Further elements are not looked into.
const MOST: usize = 10;

/// Of a longer tag no more than so many letters are read.
const LONGEST_TAG: usize = 1_000;

/// A signature names whose it is within so many lines.
const SIGNATURE: usize = 8;

/// What a `div` says of itself that holds a mail which is passed on.
const CLASSES: [&str; 3] = ["gmail_quote", "moz-forward-container", "protonmail_quote"];

/// The HTML up to the end of the mail that is passed on, and what stands behind; `None`: no element holds that mail alone.
#[must_use]
pub fn split(source: &str) -> Option<(&str, &str)> {
    // What stands in comments opens and closes nothing.
    let bare = without_comments(source);
    let holders = tags(&bare).filter_map(|at| Some((at, holder(bare.get(at..)?)?))).take(MOST);
    let mut ends = holders.filter_map(|(at, name)| Some((at, end_of(&bare, at, name)?)));
    let (_, end) = ends.find(|(at, end)| source.get(*at..*end).is_some_and(begins_with_head))?;
    source.split_at_checked(end)
}

/// Which of the lines below the head is the first that stands behind the mail, if they end with what the HTML has there.
#[must_use]
pub fn cut(lines: &[&str], behind: &str) -> Option<usize> {
    let wanted = letters(&without_asides(behind));
    let mut rest = wanted.as_str();
    for (at, line) in lines.iter().enumerate().rev() {
        rest = rest.strip_suffix(letters(&without_asides(line)).as_str())?;
        if rest.is_empty() {
            return Some(without_mark_above(lines, at));
        }
    }
    None
}

/// Which of the lines reads as the first one that the HTML has behind the mail.
#[must_use]
pub fn first_of(lines: &[&str], behind: &str) -> Option<usize> {
    let read = |line: &str| letters(&without_asides(line));
    let first = behind.lines().map(read).find(|line| !line.is_empty())?;
    let at = lines.iter().rposition(|line| read(line) == first)?;
    Some(without_mark_above(lines, at))
}

/// Which of the lines is the first that is certainly of `by`, who passes a mail of `writer` on: below the last mark of a signature their
/// name or address stands, or it is the last line of all. `None`: nobody can tell. The lines are as they stand in the mail: what is
/// quoted in it is signed by others.
#[must_use]
pub fn signed(lines: &[&str], by: &Address, writer: Option<&Address>) -> Option<usize> {
    let is_of_writer = |lines: &[&str]| lines.iter().any(|line| writer.is_some_and(|who| names(line, who)));
    if let Some(at) = lines.iter().rposition(|line| line.trim_end() == "--") {
        let below = lines.get(at + 1..).unwrap_or_default();
        let head = (0..below.len()).find(|from| below.get(*from..).is_some_and(quote::is_head));
        let signature = below.get(..head.unwrap_or(below.len())).unwrap_or_default();
        let signature: Vec<&str> =
            signature.iter().copied().filter(|line| !line.trim().is_empty()).take(SIGNATURE).collect();
        if signature.iter().any(|line| names(line, by)) && !is_of_writer(&signature) {
            return Some(without_mark_above(lines, at)).filter(|at| *at > 0);
        }
    }
    let last = lines.iter().rposition(|line| !line.trim().is_empty())?;
    let line = lines.get(last)?;
    if !is_name(line, by) || is_of_writer(&[*line]) {
        return None;
    }
    // A greeting stands above a name, in a paragraph of two lines.
    let paragraph = lines.get(..last)?.iter().rposition(|line| line.trim().is_empty()).map_or(0, |at| at + 1);
    let greets = paragraph + 1 == last && !is_of_writer(lines.get(paragraph..last)?);
    let first = if greets { paragraph } else { last };
    Some(without_mark_above(lines, first)).filter(|at| *at > 0)
}

/// Whether a line that is not quoted holds the address of somebody, or all the words of their name, at least two.
fn names(line: &str, who: &Address) -> bool {
    if line.trim_start().starts_with('>') {
        return false;
    }
    let of_line = words(line);
    let of_name = words(&who.name);
    let is_named = of_name.len() > 1 && of_name.iter().all(|word| of_line.contains(word));
    is_named || has_address(line, &who.address)
}

/// Whether a line is the name of somebody, of at least two words, or their address, and nothing else.
fn is_name(line: &str, who: &Address) -> bool {
    let is_only = words(line).len() == words(&who.name).len() || words(line) == words(&who.address);
    is_only && names(line, who)
}

/// The words of a line or a name in lower case.
fn words(text: &str) -> Vec<String> {
    let words = text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

/// Whether an address stands in a line by itself, and not as a part of another.
fn has_address(line: &str, address: &str) -> bool {
    let is_edge = |letter: char| letter.is_whitespace() || "<>[]()\"',;:".contains(letter);
    let mut parts = line.split(is_edge).map(|part| part.trim_end_matches('.'));
    !address.is_empty() && parts.any(|part| part.eq_ignore_ascii_case(address))
}

/// Blank lines and the mark of a signature belong to what they stand above.
fn without_mark_above(lines: &[&str], at: usize) -> usize {
    let above = lines.get(..at).unwrap_or_default();
    above.iter().rposition(|line| !matches!(line.trim(), "" | "--")).map_or(0, |last| last + 1)
}

/// The name of the element that begins here, if it is one that programs put around a mail which is passed on.
fn holder(source: &str) -> Option<&'static str> {
    if is_tag(source, "<", "blockquote") {
        return Some("blockquote");
    }
    let tag = clean::clip(source, LONGEST_TAG).split('>').next().unwrap_or_default();
    let holds = is_tag(source, "<", "div") && CLASSES.iter().any(|class| tag.contains(class));
    holds.then_some("div")
}

/// Whether nothing stands above the head of a mail that is passed on.
fn begins_with_head(source: &str) -> bool {
    let rendered = html::render(source).replace(html::QUOTE_BEGINS, "");
    let lines: Vec<&str> = rendered.lines().map(str::trim_end).collect();
    let above = |start: usize| letters(&lines.get(..start).unwrap_or_default().concat());
    quote::passed_on(&lines).is_some_and(|head| above(head.start).is_empty())
}

/// Where the element ends that begins at `start`.
fn end_of(source: &str, start: usize, name: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for at in tags(source).skip_while(|at| *at < start) {
        let tag = source.get(at..)?;
        if is_tag(tag, "<", name) {
            depth += 1;
        } else if is_tag(tag, "</", name) {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return tag.find('>').map(|end| at + end + 1);
            }
        }
    }
    None
}

/// Whether a tag of this name stands at the beginning; `open` is `<` or `</`.
pub(super) fn is_tag(source: &str, open: &str, name: &str) -> bool {
    let found = source.strip_prefix(open).and_then(|rest| rest.split_at_checked(name.len()));
    found.is_some_and(|(found, rest)| {
        found.eq_ignore_ascii_case(name)
            && rest.starts_with(|next: char| next.is_whitespace() || next == '>' || next == '/')
    })
}

/// HTML with blanks in place of its comments.
fn without_comments(source: &str) -> String {
    let mut bare = String::with_capacity(source.len());
    let mut rest = source;
    while let Some((before, comment)) = rest.split_once("<!--") {
        let end = comment.find("-->").map_or(comment.len(), |end| end + 3);
        bare.push_str(before);
        bare.push_str(&" ".repeat(4 + end));
        rest = comment.get(end..).unwrap_or_default();
    }
    bare.push_str(rest);
    bare
}
