//! Where a mail that is passed on ends: below it the one who passes it on may have gone on writing, which nobody but the staff may
//! read. [`split`] finds the end that programs mark in HTML.

use super::{
    answer_html::{letters, tags},
    forward_html::said,
    html, quote,
};
use crate::inbound::clean;

/// Further elements are not looked into.
const MOST: usize = 10;

/// Of a longer tag no more than so many letters are read.
const LONGEST_TAG: usize = 1_000;

/// What a `div` says of itself that holds a mail which is passed on.
const CLASSES: [&str; 3] = ["gmail_quote", "moz-forward-container", "protonmail_quote"];

/// What Outlook calls the `div` that holds a mail which is passed on, and the older one that holds the head alone.
const CONTAINER: &str = "mail-editor-reference-message-container";
const HEAD: &str = "divRplyFwdMsg";

/// The HTML up to the end of the mail that is passed on, and what stands behind; `None`: no element holds that mail alone.
#[must_use]
pub fn split(source: &str) -> Option<(&str, &str)> {
    // What stands in comments opens and closes nothing.
    let bare = without_comments(source);
    let holders = tags(&bare).filter_map(|at| Some((at, holder(bare.get(at..)?)?))).take(MOST);
    let mut ends = holders.filter_map(|(at, name)| Some((at, end_of(&bare, at, name)?)));
    let is_first = |at: usize| source.get(..at).is_some_and(has_no_head);
    // One that the mail quotes in its turn ends within it, and one that has the head alone ends above it.
    let held = ends.find(|(at, end)| source.get(*at..*end).is_some_and(holds_mail) && is_first(*at));
    let end = held.map(|(_, end)| end).or_else(|| end_below_head(&bare))?;
    source.split_at_checked(end)
}

/// Where the element ends that Outlook on the web puts below one with the head, if something is written in it and nothing behind it:
/// where the mail is several elements, nobody can tell which of them is the last.
fn end_below_head(bare: &str) -> Option<usize> {
    let opens = |at: &usize| bare.get(*at..).is_some_and(|source| is_div_of(source, HEAD));
    let head = tags(bare).find(opens).filter(|at| bare.get(..*at).is_some_and(has_no_head))?;
    let below = end_of(bare, head, "div")?;
    let rest = bare.get(below..)?;
    let mail = below + (rest.len() - rest.trim_start().len());
    if !is_tag(bare.get(mail..)?, "<", "div") {
        return None;
    }
    let end = end_of(bare, mail, "div")?;
    let is_written = |source: &str| !letters(&html::visible(source)).is_empty() || source.contains("<img");
    let is_all = is_written(bare.get(mail..end)?) && !is_written(bare.get(end..)?);
    (is_all && begins_with_head(bare.get(head..end)?)).then_some(end)
}

/// Which of the lines below the head is the first that stands behind the mail, if they end with what the HTML has there.
#[must_use]
pub fn cut(lines: &[&str], behind: &str) -> Option<usize> {
    let wanted = said(behind);
    let mut rest = wanted.as_str();
    for (at, line) in lines.iter().enumerate().rev() {
        rest = rest.strip_suffix(said(line).as_str())?;
        if rest.is_empty() {
            return Some(without_mark_above(lines, at));
        }
    }
    None
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
    (holds || is_div_of(source, CONTAINER)).then_some("div")
}

/// Whether a `div` begins here that programs call so.
fn is_div_of(source: &str, name: &str) -> bool {
    let tag = || clean::clip(source, LONGEST_TAG).split('>').next().unwrap_or_default();
    is_tag(source, "<", "div") && has_word(tag(), name)
}

/// Whether a tag has this word, such as a class or an id, and not one of which it is a part.
pub(super) fn has_word(tag: &str, word: &str) -> bool {
    let is_edge = |letter: char| !(letter.is_alphanumeric() || letter == '-' || letter == '_');
    tag.split(is_edge).any(|found| found.eq_ignore_ascii_case(word))
}

/// Whether nothing stands above the head of a mail that is passed on.
fn begins_with_head(source: &str) -> bool {
    begins_with(source, |_| true)
}

/// Whether nothing stands above the head of a mail that is passed on, and something is said below.
fn holds_mail(source: &str) -> bool {
    begins_with(source, |head| !letters(&head.text.concat()).is_empty())
}

fn begins_with(source: &str, is_wanted: impl Fn(&quote::PassedOn<'_>) -> bool) -> bool {
    let rendered = html::render(source).replace(html::QUOTE_BEGINS, "");
    let lines: Vec<&str> = rendered.lines().map(str::trim_end).collect();
    let above = |start: usize| letters(&lines.get(..start).unwrap_or_default().concat());
    quote::passed_on(&lines).is_some_and(|head| above(head.start).is_empty() && is_wanted(&head))
}

/// Whether no head of a mail stands in the HTML.
fn has_no_head(source: &str) -> bool {
    let rendered = html::visible(source).replace(html::QUOTE_BEGINS, "");
    let lines: Vec<&str> = rendered.lines().map(str::trim_end).collect();
    quote::passed_on(&lines).is_none()
}

/// Where the element ends that begins at `start`.
pub(super) fn end_of(source: &str, start: usize, name: &str) -> Option<usize> {
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
pub(super) fn without_comments(source: &str) -> String {
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
