//! Signs of whose the words of a mail are that is passed on: that its writer takes leave at the end of them, and that nobody else signs
//! them.

use engine::Address;

use super::{
    answer_html::{LONGEST, letters, tags},
    forward_end::{end_of, has_word, is_tag, without_comments},
    forward_leave::{CLOSINGS, MOST_WORDS, is_leave, takes_leave},
    html, quote,
};
use crate::inbound::clean;

/// So many signatures in HTML are looked at, the last ones first.
const MOST: usize = 10;

/// Of a longer tag no more than so many letters are read.
const LONGEST_TAG: usize = 1_000;

/// A signature names whose it is within so many lines that say something, or so many in all.
const SIGNATURE: usize = 8;
const SIGNATURE_WITH_BLANKS: usize = 24;

/// Fewer underscores draw no line.
const SHORTEST_RULE: usize = 5;

/// No more lines of their own, such as a name and an address, stand below one that takes leave.
const MOST_OWN: usize = 3;

/// What programs call an element that holds a signature.
const HOLDERS: [&str; 5] =
    ["moz-signature", "gmail_signature", "signature", "ms-outlook-mobile-signature", "applemailsignature"];

/// Words that stand before a name in an address or a signature, and belong to nobody.
const TITLES: [&str; 5] = ["dr", "prof", "dipl", "ing", "mag"];

/// The same, by which others call somebody: nobody takes leave so.
const SALUTATIONS: [&str; 5] = ["frau", "herr", "mr", "mrs", "ms"];

/// So many words of their name prove whose a leave is: one alone may be shared by two.
const PROVES: usize = 2;

/// Whoever passes a mail on, by what they sign with.
#[derive(Debug, Clone)]
pub struct Signer {
    /// The words of their name.
    full: Vec<String>,
    /// Those of their first name.
    first: Vec<String>,
    /// Their name with what is abbreviated in it, as a leave may have it.
    written: Vec<String>,
    /// Every word of their name and of their address before the `@`.
    known: Vec<String>,
    address: String,
}

impl Signer {
    /// What somebody signs with. Where their name is not given, their address often holds it.
    #[must_use]
    pub fn of(person: &Address) -> Self {
        let given = person.name.split(['(', '|', '<', '[']).next().unwrap_or_default().trim();
        let local = person.address.split('@').next().unwrap_or_default();
        let name = match given.split_once(',') {
            Some((last, first)) => format!("{} {}", first.trim(), last.trim()),
            None if words(given).is_empty() => local.replace(['.', '_'], " "),
            None => given.to_owned(),
        };
        let first = name.split_whitespace().map(words).find(|first| !first.is_empty());
        let written = spoken(&name).into_iter().filter(|word| !SALUTATIONS.contains(&word.as_str()));
        Self {
            full: words(&name),
            first: first.unwrap_or_default(),
            written: written.collect(),
            known: words(&format!("{} {local}", person.name)),
            address: person.address.clone(),
        }
    }

    /// Whether something stands in their mail below where they first take leave, which anybody may have written; `None`: they take none.
    /// What may as well be the name of `by`, who passes it on, proves nothing.
    #[must_use]
    pub fn has_more_below_leave(&self, lines: &[&str], by: &Self) -> Option<bool> {
        let said: Vec<&str> = lines.iter().map(|line| line.trim()).filter(|line| !line.is_empty()).collect();
        let left = (0..said.len()).find(|at| self.has_left(&said, *at, by))?;
        let below = said.get(left + 1..)?;
        let is_own = below.iter().all(|line| self.is_name_or_address(line, by));
        Some(!is_own || below.len() >= MOST_OWN)
    }

    /// Whether one of the lines of a mail of `writer` says that they wrote it, or the last one ends with their name. What is quoted there
    /// says nothing.
    #[must_use]
    pub fn wrote_in(&self, lines: &[&str], writer: Option<&Self>) -> bool {
        let last = lines.iter().rfind(|line| !line.trim().is_empty());
        lines.iter().any(|line| self.is_signed(line))
            || last.is_some_and(|line| self.ends_with_name(line))
            || self.has_signature(lines, writer)
    }

    /// Whether HTML has an element below the head that holds their signature.
    #[must_use]
    pub fn has_html_signature(&self, source: &str, writer: Option<&Self>) -> bool {
        let bare = without_comments(source);
        let found: Vec<(usize, &str)> =
            tags(&bare).filter_map(|at| Some((at, signature_holder(bare.get(at..)?)?))).collect();
        found.into_iter().rev().take(MOST).any(|(at, name)| {
            let end = end_of(&bare, at, name).unwrap_or(bare.len());
            let read = |source: Option<&str>| {
                html::visible(source.unwrap_or_default()).replace(html::QUOTE_BEGINS, "")
            };
            let (above, all) = (read(source.get(..at)), read(source.get(..end)));
            let above: Vec<&str> = above.lines().map(str::trim_end).collect();
            if quote::passed_on(&above).is_none() {
                return false;
            }
            // Among all that stands above it, a signature in a quoted mail has the marks of a quote.
            let length = read(source.get(at..end)).lines().filter(|line| !line.trim().is_empty()).count();
            let lines = all.lines().rev().filter(|line| !line.trim().is_empty());
            let lines: Vec<&str> = lines.take(length).collect();
            self.is_named(&lines) && writer.is_none_or(|writer| !writer.is_named(&lines))
        })
    }

    /// Whether a line is their name or address, begins with their whole name and a mark behind it, or takes leave and names them.
    fn is_signed(&self, line: &str) -> bool {
        let line = line.trim();
        if is_quoted(line) || line.is_empty() {
            return false;
        }
        if self.is_address(line) {
            return true;
        }
        let of_line = words(line);
        // A first name with a comma behind it is a greeting.
        let greets = line.ends_with([',', '!', ':']);
        if self.is_full(&of_line) || (!greets && !self.first.is_empty() && of_line == self.first) {
            return true;
        }
        let marked = line.replace(" -", "|");
        let begins = marked.split([',', '|', '<', '(', '/', '–', '—', '·', '•']).next().unwrap_or_default();
        if begins.len() < marked.len() && self.full.len() > 1 && self.is_full(&words(begins)) {
            return true;
        }
        of_line.iter().any(|word| CLOSINGS.contains(&word.as_str())) && self.ends_with_name(line)
    }

    /// Whether a short line ends with their name.
    fn ends_with_name(&self, line: &str) -> bool {
        let of_line = words(line);
        !is_quoted(line)
            && of_line.len() <= MOST_WORDS
            && !self.first.is_empty()
            && (of_line.ends_with(&self.first) || of_line.ends_with(&self.full))
    }

    /// Whether a mark of a signature stands there, and below it soon their name or address, and not that of `writer`.
    fn has_signature(&self, lines: &[&str], writer: Option<&Self>) -> bool {
        let mut marks = lines.iter().enumerate().filter(|(_, line)| is_mark(line)).map(|(at, _)| at);
        marks.any(|mark| {
            let below = lines.get(mark + 1..).unwrap_or_default();
            let ends = |at: &usize| {
                below.get(*at).is_some_and(|line| is_mark(line))
                    || below.get(*at..).is_some_and(quote::is_head)
            };
            let most = below.len().min(SIGNATURE_WITH_BLANKS);
            let end = (0..most).find(ends).unwrap_or(most);
            let signature = below.get(..end).unwrap_or_default().iter().copied();
            let signature: Vec<&str> =
                signature.filter(|line| !line.trim().is_empty()).take(SIGNATURE).collect();
            self.is_named(&signature) && writer.is_none_or(|writer| !writer.is_named(&signature))
        })
    }

    /// Whether one of the lines holds their address, or all the words of their name, at least two.
    fn is_named(&self, lines: &[&str]) -> bool {
        lines.iter().filter(|line| !is_quoted(line)).any(|line| {
            let of_line = words(line);
            let is_named = self.full.len() > 1 && self.full.iter().all(|word| of_line.contains(word));
            is_named || self.has_address(line) || (!self.first.is_empty() && of_line == self.first)
        })
    }

    /// Whether they have taken leave with the line at this place: it does so and names them, or it is their name or address, and one
    /// above does.
    fn has_left(&self, said: &[&str], at: usize, by: &Self) -> bool {
        let (Some(above), Some(line)) = (said.get(..at), said.get(at)) else { return false };
        if self.takes_leave(line, by) {
            return true;
        }
        if is_quoted(line) || !(self.is_address(line) || self.is_whole_name(&spoken(line), by)) {
            return false;
        }
        let own = above.iter().rev().take_while(|line| self.is_name_or_address(line, by));
        let own = own.take(MOST_OWN - 1).count();
        above.len().checked_sub(own + 1).and_then(|at| above.get(at)).is_some_and(|line| takes_leave(line))
    }

    /// Whether a line takes leave, and goes on with nothing but their name.
    fn takes_leave(&self, line: &str, by: &Self) -> bool {
        let of_line = spoken(line);
        let at = of_line.iter().rposition(|word| CLOSINGS.contains(&word.as_str()));
        let parts = at.and_then(|at| of_line.split_at_checked(at + 1));
        let names = parts.is_some_and(|(leave, name)| is_leave(leave) && self.is_whole_name(name, by));
        names && !is_quoted(line) && of_line.len() <= MOST_WORDS
    }

    /// Whether a line has nothing but their name, abbreviated or not, or their address.
    fn is_name_or_address(&self, line: &str, by: &Self) -> bool {
        !is_quoted(line) && (self.is_address(line) || self.is_of_name(&spoken(line), by))
    }

    /// Whether these are words of their name and nothing else, abbreviated or not, and none of `by`.
    fn is_of_name(&self, words: &[String], by: &Self) -> bool {
        let is_initial = |word: &String| {
            word.chars().count() == 1 && self.written.iter().any(|name| name.starts_with(word.as_str()))
        };
        let is_of = |word: &String| self.written.contains(word) || is_initial(word);
        !words.is_empty() && words.iter().all(|word| is_of(word) && !by.known.contains(word))
    }

    /// Whether these are so many words of their name that they are theirs alone, none of them abbreviated: all of it, if it is one.
    fn is_whole_name(&self, words: &[String], by: &Self) -> bool {
        let named = self.full.iter().enumerate().filter(|(at, word)| {
            words.contains(word) && self.full.get(..*at).is_none_or(|before| !before.contains(word))
        });
        let is_enough = self.written.len() == 1 || named.count() >= PROVES;
        is_enough && words.iter().all(|word| self.written.contains(word)) && self.is_of_name(words, by)
    }

    /// Whether these are the words of their name, the last one first or last.
    fn is_full(&self, words: &[String]) -> bool {
        let turned = || match (words.split_first(), self.full.split_last()) {
            (Some((first, rest)), Some((last, others))) => first == last && rest == others,
            _ => false,
        };
        !self.full.is_empty() && (words == self.full.as_slice() || turned())
    }

    /// Whether a line is their address and nothing else, however programs write it.
    fn is_address(&self, line: &str) -> bool {
        let mut parts = parts(line).peekable();
        parts.peek().is_some() && parts.all(|part| self.is_own(part))
    }

    /// Whether their address stands in a line by itself, and not as a part of another.
    fn has_address(&self, line: &str) -> bool {
        parts(line).any(|part| self.is_own(part))
    }

    fn is_own(&self, part: &str) -> bool {
        !self.address.is_empty() && part.eq_ignore_ascii_case(&self.address)
    }
}

/// The parts of a line among which an address may be.
fn parts(line: &str) -> impl Iterator<Item = &str> {
    let is_edge = |letter: char| letter.is_whitespace() || "<>[]()\"',;:*|".contains(letter);
    let parts = line.split(is_edge).map(|part| part.trim_end_matches('.'));
    parts.filter(|part| !part.is_empty() && !part.eq_ignore_ascii_case("mailto"))
}

/// The words of a line or a name in lower case, without titles and single letters.
fn words(text: &str) -> Vec<String> {
    let is_letter = |word: &str| word.len() == 1 && word.is_ascii();
    let is_said = |word: &String| !is_letter(word) && !SALUTATIONS.contains(&word.as_str());
    spoken(text).into_iter().filter(is_said).collect()
}

/// The same with single letters, and with the words by which somebody is called.
pub(super) fn spoken(text: &str) -> Vec<String> {
    let words = text.split(|letter: char| !letter.is_alphanumeric()).map(str::to_lowercase);
    words.filter(|word| !word.is_empty() && !TITLES.contains(&word.as_str())).collect()
}

/// Whether a picture is shown behind all words of HTML, or nobody can tell.
#[must_use]
pub fn ends_with_picture(source: &str) -> bool {
    let is_last = |at: usize| letters(&html::visible(source.get(at..).unwrap_or_default())).is_empty();
    // Of longer HTML the end is not read.
    source.len() > LONGEST || last_picture(source).is_some_and(is_last)
}

/// Where the last tag begins that shows a picture, as such or as a background.
fn last_picture(source: &str) -> Option<usize> {
    let lower = source.to_ascii_lowercase();
    let found = ["<img", "url(", "background=", "cid:"].into_iter().filter_map(|sign| lower.rfind(sign));
    let last = found.max()?;
    lower.get(..=last)?.rfind('<')
}

pub(super) fn is_quoted(line: &str) -> bool {
    line.trim_start().starts_with('>')
}

/// Whether a line is the mark of a signature: `-- `, or a line that is drawn.
fn is_mark(line: &str) -> bool {
    let line = line.trim();
    line == "--" || (line.len() >= SHORTEST_RULE && line.chars().all(|letter| letter == '_'))
}

/// The name of the element that begins here, if programs put signatures into such ones.
fn signature_holder(source: &str) -> Option<&'static str> {
    let name = ["div", "pre", "p", "span", "table"].into_iter().find(|name| is_tag(source, "<", name))?;
    let tag = clean::clip(source, LONGEST_TAG).split('>').next().unwrap_or_default();
    HOLDERS.iter().any(|word| has_word(tag, word)).then_some(name)
}
