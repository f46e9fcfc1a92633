//! Cuts the quoted mail off an answer, and never more than that.
//!
//! A mail is read line by line. [`attribution`] finds "On … wrote:", [`groupwise`] finds ">>> Jane … >>>", [`header_block`] finds
//! the From/Sent/To block and "Original Message"; what follows decides: text without `>` is the quoted mail and goes; quoted lines go, and an answer
//! below them stays; answers *between* quoted lines are kept with everything around them. [`signature`] takes off what
//! stands under the answer. If nothing would be left, the whole text stays. [`words`] holds the languages.
//!
//! HTML goes through [`super::html`] first, which turns quoted blocks into `>` lines, so that one set of rules serves both.

mod attribution;
mod groupwise;
mod header_block;
mod line;
mod outer;
mod signature;
mod words;

use std::ops::Range;

use line::{bare, folded, is_blank, is_quoted, is_rule};

use super::html;

/// What the text is, and so how much of it is not worth keeping.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// A mail to a ticket system. A mail passed on inside it is the message and stays; so does the signature, unless
    /// the mail is an answer: the first time it tells who writes and how to call them, later it is in the way.
    Mail,
    /// An answer, of which only the answer is wanted.
    Answer,
}

/// The answer of a plain text, without the quoted mail, forwarded mails and the signature.
#[must_use]
pub fn trim_text(text: &str) -> String {
    trim(&crate::inbound::clean::text(text), Source::Answer)
}

/// The answer of an HTML text as plain text, without the quoted mail, forwarded mails and the signature.
#[must_use]
pub fn trim_html(source: &str) -> String {
    trim(&html::render(source), Source::Answer)
}

/// A mail that another one passes on, below its head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassedOn<'a> {
    /// The first line that belongs to it, with what announces it.
    pub start: usize,
    /// Whether a line of its own says that it is passed on.
    pub announced: bool,
    /// Who wrote it, as it stands there.
    pub from: String,
    /// Its subject, as it stands there.
    pub subject: Option<String>,
    /// What was written.
    pub text: Vec<&'a str>,
    /// The first line of that.
    pub begins: usize,
    /// Whether its end is known: it stands there as a quote, or a line says that it ends.
    pub ended: bool,
    /// Why its end is not known though it seems to be.
    pub doubt: Option<Doubt>,
    /// What stands below the end of such a one, which is not of its writer.
    pub behind: Vec<&'a str>,
}

/// What makes it doubtful whose the words are below a head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// A line says that the mail ends above it, and more stands below: its writer may have written both.
    Mark,
    /// The head is longer than what is read of it.
    Head,
}

/// The first mail in a text that stands below such a head.
#[must_use]
pub fn passed_on<'a>(lines: &[&'a str]) -> Option<PassedOn<'a>> {
    let bare: Vec<&'a str> = lines.iter().map(|line| without_mark(line)).collect();
    for at in 0..bare.len() {
        let announced = header_block::announces_forward(bare.get(at)?);
        let begins = if announced {
            (at + 1..bare.len()).find(|next| bare.get(*next).is_some_and(|line| !is_blank(line)))?
        } else {
            at
        };
        let rest = bare.get(begins..)?;
        if let Some(head) = header_block::begins(rest).then(|| header_block::read(rest)).flatten() {
            let start = if announced { at } else { with_rule_above(lines, at) };
            let quoted = lines.get(begins).is_some_and(|line| is_quoted(line));
            let from = begins + head.length;
            let mark = if quoted { None } else { closing_mark(lines, from) };
            let is_last = |mark: &usize| lines.iter().skip(*mark + 1).all(|line| is_blank(line));
            let (end, ended) = match mark.filter(is_last) {
                Some(mark) => (mark, true),
                None if quoted => (end_of_quote(lines, from), true),
                None => (lines.len(), false),
            };
            let doubt =
                if head.is_cut { Some(Doubt::Head) } else { mark.filter(|_| !ended).map(|_| Doubt::Mark) };
            // The mark itself is nobody's.
            let below = if mark == Some(end) { end + 1 } else { end };
            // The marks of what the mail quotes in its turn are its own.
            let written = if quoted { bare.as_slice() } else { lines };
            let text = written.get(from..end).unwrap_or_default().to_vec();
            let behind = lines.get(below..).unwrap_or_default().to_vec();
            let (begins, from, subject) = (from, head.from, head.subject);
            return Some(PassedOn { start, announced, from, subject, text, begins, ended, doubt, behind });
        }
    }
    None
}

/// Which line from there on is the first that is not quoted any more. One that looks torn off may as well be a remark on the line
/// above: better the staff alone see what the customer wrote than the customer what the staff did.
fn end_of_quote(lines: &[&str], from: usize) -> usize {
    let is_own = |at: &usize| lines.get(*at).is_some_and(|line| !is_blank(line) && !is_quoted(line));
    (from..lines.len()).find(is_own).unwrap_or(lines.len())
}

/// The last line from there on that says that a mail which is passed on ends: one may have ended within it.
fn closing_mark(lines: &[&str], from: usize) -> Option<usize> {
    let below = lines.get(from..)?;
    below.iter().rposition(|line| header_block::ends_forward(line)).map(|at| from + at)
}

/// Whether the head that was found is of a mail which the one that is passed on quotes in its turn: above it somebody else than `own`,
/// the address of whoever passes it on, is quoted, or stands a head that nobody understands.
#[must_use]
pub fn is_quoted_within(lines: &[&str], head: &PassedOn<'_>, own: &str) -> bool {
    let above = lines.get(..head.start).unwrap_or_default();
    let is_next = above.last().is_some_and(|line| !is_blank(line))
        && lines.get(head.start..).is_some_and(header_block::begins);
    (0..above.len()).any(|at| introduces(lines, at).is_some())
        || (lines.get(head.start).is_some_and(|line| is_quoted(line)) && outer::is_in_quote(above, is_next))
        || outer::has_other_head(above, own, is_next)
}

/// How many of the lines are newer than what they quote: those above the head of an older mail, above what introduces one, or above
/// the quoted lines at the end. `None`: nothing is said there, or something is said among or below quoted lines, and nobody knows by
/// whom.
#[must_use]
pub fn newest(lines: &[&str]) -> Option<usize> {
    let begins = |at: usize| {
        let rest = lines.get(at..).unwrap_or_default();
        header_block::begins(rest) || rest.first().is_some_and(|line| outer::announces(line))
    };
    let is_said = |line: &&str| !is_blank(line) && !is_quoted(line);
    let older = (0..lines.len()).find_map(|at| match introduces(lines, at) {
        Some(length) => Some((at, Some(at + length))),
        None => begins(at).then_some((at, None)),
    });
    let end = match older {
        Some((at, _)) => with_rule_above(lines, at),
        None => lines.iter().rposition(is_said).map_or(0, |last| last + 1),
    };
    let below = older.and_then(|(_, below)| lines.get(below?..)).unwrap_or_default();
    let is_answered_between =
        blocks(below).iter().skip_while(|block| !block.quoted).any(|block| !block.quoted);
    let is_something_said = lines.get(..end)?.iter().any(is_said);
    (is_something_said && !is_answered_between).then_some(end)
}

/// Whether the head of a mail begins with the first of these lines.
#[must_use]
pub fn is_head(lines: &[&str]) -> bool {
    header_block::begins(lines)
}

/// A line without the mark of a quote.
fn without_mark(line: &str) -> &str {
    line.strip_prefix('>').map_or(line, |rest| rest.strip_prefix(' ').unwrap_or(rest))
}

/// The answer in a cleaned plain text. HTML may have left [`html::QUOTE_BEGINS`] in it; the result has none.
#[must_use]
pub fn trim(text: &str, source: Source) -> String {
    let broken = break_behind_text(text);
    let lines: Vec<&str> = broken.lines().collect();
    let (above, marked) = match lines.iter().position(|line| asks_to_answer_above(line)) {
        Some(at) => (lines.get(..at).unwrap_or_default(), true),
        None => (lines.as_slice(), false),
    };
    let result = tidy(&answer(above, if marked { Source::Answer } else { source }));
    if result.is_empty() { tidy(&lines) } else { result }
}

/// The lines of the answer.
fn answer<'a>(lines: &[&'a str], source: Source) -> Vec<&'a str> {
    match split_at(lines, source) {
        Split::Nothing => {
            let kept = without_quote_at_end(lines);
            let answers = kept.len() < lines.len() || source == Source::Answer;
            if answers { signature::cut(kept).to_vec() } else { signature::cut_tail(kept).to_vec() }
        }
        Split::Forward => lines.to_vec(),
        Split::Rest(at) => signature::cut(lines.get(..at).unwrap_or_default()).to_vec(),
        Split::Attribution(span) => around_quote(lines, &span),
    }
}

enum Split {
    Nothing,
    /// A forwarded mail begins that is to be kept.
    Forward,
    /// Everything from here on is quoted.
    Rest(usize),
    /// Here somebody is quoted; what follows has to be looked at.
    Attribution(Range<usize>),
}

fn split_at(lines: &[&str], source: Source) -> Split {
    for (at, line) in lines.iter().enumerate() {
        let rest = lines.get(at..).unwrap_or_default();
        if line.starts_with(html::QUOTE_BEGINS) {
            let end =
                rest.iter().position(|line| is_blank(line) || is_quoted(line)).unwrap_or(rest.len()).max(1);
            return Split::Attribution(at..at + end);
        }
        if header_block::announces_forward(line) {
            return if source == Source::Mail { Split::Forward } else { Split::Rest(at) };
        }
        if header_block::announces_original(line) || header_block::begins(rest) {
            return Split::Rest(with_rule_above(lines, at));
        }
        if let Some(length) = introduces(lines, at) {
            return Split::Attribution(at..at + length);
        }
        if signature::is_device_line(line) && stands_alone(lines, at) {
            return Split::Rest(at);
        }
    }
    Split::Nothing
}

/// How many lines from `lines[at]` on say that somebody wrote what follows, if any do.
fn introduces(lines: &[&str], at: usize) -> Option<usize> {
    lines.get(at..).and_then(attribution::length).or_else(|| groupwise::length(lines, at))
}

/// A line that a telephone put under the text stands in a paragraph of its own.
fn stands_alone(lines: &[&str], at: usize) -> bool {
    let free = |line: Option<&&str>| {
        line.is_none_or(|line| is_blank(line) || is_rule(line) || attribution::length(&[line]).is_some())
    };
    at > 0 && free(lines.get(at - 1)) && free(lines.get(at + 1))
}

/// A rule drawn above the head of a quoted mail belongs to it.
fn with_rule_above(lines: &[&str], at: usize) -> usize {
    let above = lines.get(..at).unwrap_or_default();
    match above.iter().rposition(|line| !is_blank(line)) {
        Some(last) if above.get(last).is_some_and(|line| is_rule(line)) => last,
        _ => at,
    }
}

/// Decides what an attribution brings with it.
fn around_quote<'a>(lines: &[&'a str], span: &Range<usize>) -> Vec<&'a str> {
    let head = lines.get(..span.start).unwrap_or_default();
    let below = lines.get(span.end..).unwrap_or_default();
    let Some(first) = below.iter().position(|line| !is_blank(line)) else {
        return signature::cut(head).to_vec();
    };
    let quoted = below.get(first).is_some_and(|line| is_quoted(line));
    if !quoted {
        return signature::cut(head).to_vec();
    }
    let blocks = blocks(below);
    let last_quoted = blocks.iter().rposition(|block| block.quoted);
    let answered_between = blocks.iter().take(last_quoted.unwrap_or(0)).any(|block| !block.quoted);
    if answered_between {
        return signature::cut(lines).to_vec();
    }
    let tail = blocks
        .last()
        .filter(|block| !block.quoted)
        .map(|block| below.get(block.lines.clone()).unwrap_or_default());
    let mut kept = signature::cut(head).to_vec();
    if let Some(tail) = tail {
        let tail = answer(tail, Source::Answer);
        if tail.iter().any(|line| !is_blank(line)) {
            kept.push("");
            kept.extend(tail);
        }
    }
    kept
}

struct Block {
    quoted: bool,
    lines: Range<usize>,
}

/// Quoted and unquoted runs by turns; blank lines belong to the run before.
fn blocks(lines: &[&str]) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        if is_blank(line) {
            if let Some(block) = blocks.last_mut() {
                block.lines.end = at + 1;
            }
            continue;
        }
        let quoted = is_quoted(line) || is_torn_off(lines, at);
        match blocks.last_mut() {
            Some(block) if block.quoted == quoted => block.lines.end = at + 1,
            _ => blocks.push(Block { quoted, lines: at..at + 1 }),
        }
    }
    blocks
}

/// Whether an unquoted line is the end of a long quoted one, broken by a program that knew no better.
fn is_torn_off(lines: &[&str], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|at| lines.get(at));
    let after = lines.get(at + 1);
    let between = before.is_some_and(|line| is_quoted(line)) && after.is_some_and(|line| is_quoted(line));
    let line = lines.get(at).copied().unwrap_or_default();
    between
        && (before.is_some_and(|line| line.chars().count() >= 60)
            || line.trim_end().ends_with('>')
            || line.trim_start().starts_with("(http"))
}

/// Without quoted lines at the very end, if something stands above them.
fn without_quote_at_end<'l, 'a>(lines: &'l [&'a str]) -> &'l [&'a str] {
    let shortened = signature::cut(lines);
    let end = shortened.iter().rposition(|line| !is_blank(line) && !is_quoted(line)).map_or(0, |at| at + 1);
    if end == 0 || end == shortened.len() { lines } else { lines.get(..end).unwrap_or(lines) }
}

fn asks_to_answer_above(line: &str) -> bool {
    let bare = bare(line);
    bare.starts_with(['-', '#', '=', '_', '*', '–', '—']) && {
        let folded = folded(bare);
        words::ABOVE_THIS_LINE.iter().any(|phrase| folded.contains(phrase))
    }
}

/// Puts an attribution that follows the answer on the same line onto a line of its own.
fn break_behind_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    for line in text.lines() {
        match attribution::behind_text(line).and_then(|at| line.split_at_checked(at)) {
            Some((answer, quote)) => {
                out.push_str(answer);
                out.push('\n');
                out.push_str(quote);
            }
            None => out.push_str(line),
        }
        out.push('\n');
    }
    out
}

/// Joins lines without blank ones at both ends and without trailing white space.
fn tidy(lines: &[&str]) -> String {
    let start = lines.iter().position(|line| !is_blank(line)).unwrap_or(lines.len());
    let end = lines.iter().rposition(|line| !is_blank(line)).map_or(start, |at| at + 1);
    let lines: Vec<String> = lines
        .get(start..end)
        .unwrap_or_default()
        .iter()
        .map(|line| line.trim_end().replace(html::QUOTE_BEGINS, ""))
        .collect();
    lines.join("\n")
}
