//! Signs of whose the last words are where a mail that is passed on has no mark at its end: that its writer takes leave there, and that
//! the one who passes it on did not sign below.

use engine::Address;

use super::{
    answer_html::{LONGEST, letters, tags},
    forward_end::{end_of, has_word, is_tag, without_comments},
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

/// A line that greets and names the writer has no more words.
const MOST_WORDS: usize = 8;

/// No more lines of their own, such as a name and an address, stand below one that takes leave.
const MOST_OWN: usize = 3;

/// What programs call an element that holds a signature.
const HOLDERS: [&str; 5] =
    ["moz-signature", "gmail_signature", "signature", "ms-outlook-mobile-signature", "applemailsignature"];

/// Words that stand before a name in an address or a signature, and belong to nobody.
const TITLES: [&str; 10] = ["dr", "prof", "dipl", "ing", "mag", "frau", "herr", "mr", "mrs", "ms"];

/// Words of a line that takes leave, and goes on with a name.
const CLOSINGS: [&str; 20] = [
    "lg",
    "vg",
    "bg",
    "mfg",
    "gruß",
    "gruss",
    "grüße",
    "grüsse",
    "gruesse",
    "grüßen",
    "grüssen",
    "gruessen",
    "regards",
    "wishes",
    "cheers",
    "sincerely",
    "faithfully",
    "truly",
    "cordialement",
    "saludos",
];

/// Whoever passes a mail on, by what they sign with.
#[derive(Debug, Clone)]
pub struct Signer {
    full: Vec<String>,
    first: Vec<String>,
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
        Self { full: words(&name), first: first.unwrap_or_default(), address: person.address.clone() }
    }

    /// Whether the last that the lines below the head of their mail say is that they take leave: then nobody wrote anything below.
    #[must_use]
    pub fn takes_leave_last(&self, lines: &[&str]) -> bool {
        let said: Vec<&str> = lines.iter().map(|line| line.trim()).filter(|line| !line.is_empty()).collect();
        if said.last().is_some_and(|last| self.takes_leave(last)) {
            return true;
        }
        let is_own = |line: &&&str| !is_quoted(line) && (self.is_address(line) || self.is_name(&words(line)));
        let own = said.iter().rev().take_while(is_own).count();
        let above = said.len().checked_sub(own + 1).and_then(|at| said.get(at));
        (1..=MOST_OWN).contains(&own) && above.is_some_and(|line| closes(line))
    }

    /// The same of HTML that has the head and what stands below, and no picture behind all words.
    #[must_use]
    pub fn takes_leave_last_in_html(&self, source: &str) -> bool {
        // Of longer HTML the end is not read.
        if source.len() > LONGEST {
            return false;
        }
        let behind = source.to_ascii_lowercase().rfind("<img").and_then(|at| source.get(at..));
        if behind.is_some_and(|behind| letters(&html::visible(behind)).is_empty()) {
            return false;
        }
        let rendered = html::render(source).replace(html::QUOTE_BEGINS, "");
        let lines: Vec<&str> = rendered.lines().map(str::trim_end).collect();
        let below = quote::passed_on(&lines).and_then(|head| lines.get(head.begins..));
        below.is_some_and(|below| self.takes_leave_last(below))
    }

    /// Whether one of the lines below the head of a mail of `writer` says that they wrote it. What is quoted there says nothing.
    #[must_use]
    pub fn wrote_in(&self, lines: &[&str], writer: Option<&Self>) -> bool {
        lines.iter().any(|line| self.is_signed(line)) || self.has_signature(lines, writer)
    }

    /// The same of HTML that has the head and what stands below.
    #[must_use]
    pub fn wrote_in_html(&self, source: &str, writer: Option<&Self>) -> bool {
        let rendered = html::render(source).replace(html::QUOTE_BEGINS, "");
        let lines: Vec<&str> = rendered.lines().map(str::trim_end).collect();
        let below = quote::passed_on(&lines).and_then(|head| lines.get(head.begins..));
        below.is_some_and(|below| self.wrote_in(below, writer)) || self.has_html_signature(source, writer)
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
        let takes_leave = of_line.len() <= MOST_WORDS
            && of_line.iter().any(|word| CLOSINGS.contains(&word.as_str()))
            && !self.first.is_empty();
        takes_leave && (of_line.ends_with(&self.first) || of_line.ends_with(&self.full))
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

    /// Whether a line takes leave, and goes on with nothing but their name.
    fn takes_leave(&self, line: &str) -> bool {
        let of_line = words(line);
        let at = of_line.iter().rposition(|word| CLOSINGS.contains(&word.as_str()));
        let name = at.and_then(|at| of_line.get(at + 1..)).unwrap_or_default();
        !is_quoted(line) && of_line.len() <= MOST_WORDS && self.is_name(name)
    }

    /// Whether these are words of their name and nothing else.
    fn is_name(&self, words: &[String]) -> bool {
        !words.is_empty() && words.iter().all(|word| self.full.contains(word))
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
    let words = text.split(|letter: char| !letter.is_alphanumeric()).map(str::to_lowercase);
    let is_said = |word: &String| !(word.is_empty() || (word.len() == 1 && word.is_ascii()));
    words.filter(|word| is_said(word) && !TITLES.contains(&word.as_str())).collect()
}

/// Whether a line takes leave, and names nobody.
fn closes(line: &str) -> bool {
    let of_line = words(line);
    let is_closing = of_line.last().is_some_and(|word| CLOSINGS.contains(&word.as_str()));
    is_closing && of_line.len() <= MOST_WORDS && !is_quoted(line)
}

fn is_quoted(line: &str) -> bool {
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
