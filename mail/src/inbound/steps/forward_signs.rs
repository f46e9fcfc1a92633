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
const TITLES: [&str; 5] = ["dr", "prof", "dipl", "ing", "mag"];

/// The same, by which others call somebody: nobody takes leave so.
const SALUTATIONS: [&str; 5] = ["frau", "herr", "mr", "mrs", "ms"];

/// So many words of their name prove whose a leave is: one alone may be shared by two.
const PROVES: usize = 2;

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

    /// Whether the last that the lines below the head of their mail say is that they take leave: then nobody wrote anything below. What
    /// may as well be the name of `by`, who passes it on, proves nothing.
    #[must_use]
    pub fn takes_leave_last(&self, lines: &[&str], by: &Self) -> bool {
        let said: Vec<&str> = lines.iter().map(|line| line.trim()).filter(|line| !line.is_empty()).collect();
        if said.last().is_some_and(|last| self.takes_leave(last, by)) {
            return true;
        }
        let is_own =
            |line: &&&str| !is_quoted(line) && (self.is_address(line) || self.is_of_name(&spoken(line), by));
        let own: Vec<&str> = said.iter().rev().take_while(is_own).copied().collect();
        let above = said.len().checked_sub(own.len() + 1).and_then(|at| said.get(at));
        (1..=MOST_OWN).contains(&own.len())
            && own.iter().any(|line| self.is_address(line) || self.is_whole_name(&spoken(line), by))
            && above.is_some_and(|line| closes(line))
    }

    /// The same of HTML that has the head and what stands below, and no picture behind all words.
    #[must_use]
    pub fn takes_leave_last_in_html(&self, source: &str, by: &Self) -> bool {
        // Of longer HTML the end is not read.
        if source.len() > LONGEST {
            return false;
        }
        let is_last = |at: usize| letters(&html::visible(source.get(at..).unwrap_or_default())).is_empty();
        if last_picture(source).is_some_and(is_last) {
            return false;
        }
        let rendered = html::render(source).replace(html::QUOTE_BEGINS, "");
        let lines: Vec<&str> = rendered.lines().map(str::trim_end).collect();
        let below = quote::passed_on(&lines).and_then(|head| lines.get(head.begins..));
        below.is_some_and(|below| self.takes_leave_last(below, by))
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
    fn takes_leave(&self, line: &str, by: &Self) -> bool {
        let of_line = spoken(line);
        let at = of_line.iter().rposition(|word| CLOSINGS.contains(&word.as_str()));
        let name = at.and_then(|at| of_line.get(at + 1..)).unwrap_or_default();
        !is_quoted(line) && of_line.len() <= MOST_WORDS && self.is_whole_name(name, by)
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
fn spoken(text: &str) -> Vec<String> {
    let words = text.split(|letter: char| !letter.is_alphanumeric()).map(str::to_lowercase);
    words.filter(|word| !word.is_empty() && !TITLES.contains(&word.as_str())).collect()
}

/// Where the last tag begins that shows a picture, as such or as a background.
fn last_picture(source: &str) -> Option<usize> {
    let lower = source.to_ascii_lowercase();
    let found = ["<img", "url(", "background=", "cid:"].into_iter().filter_map(|sign| lower.rfind(sign));
    let last = found.max()?;
    lower.get(..=last)?.rfind('<')
}

/// Whether a line takes leave, and names nobody.
fn closes(line: &str) -> bool {
    let of_line = spoken(line);
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
