//! Signs that the head which was found is not that of the mail passed on, but of one which that mail quotes: above it stands a head of
//! which nobody knows the words, as programs of further languages write it, or somebody's words are quoted.

use crate::inbound::clean;

use super::{
    attribution, header_block,
    line::{folded, is_blank, is_quoted, is_rule},
    without_mark,
};

/// So many lines of a name and a value are a head.
const FEWEST: usize = 3;

/// A line of a head has no more words, and no more letters, before the colon.
const MOST_WORDS: usize = 3;
const LONGEST_NAME: usize = 40;

/// What announces a head stands within so many letters.
const LONGEST_LINE: usize = 100;

/// What stands before the colon in the signature of whoever passes a mail on, and in no head.
const CONTACTS: [&str; 14] = [
    "tel",
    "tel.",
    "telefon",
    "telephone",
    "phone",
    "fon",
    "fax",
    "mobil",
    "mobile",
    "e-mail",
    "email",
    "mail",
    "web",
    "internet",
];

/// Whether a head begins above these lines that nobody understands: a line announces it, or it looks like one and names somebody else
/// than `own`, which is the address of whoever passes the mail on. `is_next`: nothing parts the lines from the head that was found.
pub(super) fn has_other_head(above: &[&str], own: &str, is_next: bool) -> bool {
    let bare: Vec<&str> = above.iter().map(|line| without_mark(line)).collect();
    let above = outside(&bare, is_next);
    above.iter().any(|line| announces(line)) || has_strange_head(above, own) || may_quote(above, own)
}

/// Whether the head that was found, which has the mark of a quote, is not what the quote begins with.
pub(super) fn is_in_quote(above: &[&str], is_next: bool) -> bool {
    let begins = above.iter().rposition(|line| !is_quoted(line)).map_or(0, |last| last + 1);
    let bare: Vec<&str> = above.iter().map(|line| without_mark(line)).collect();
    let quoted = outside(&bare, is_next).get(begins..).unwrap_or_default();
    let said: Vec<&&str> = quoted.iter().filter(|line| !is_blank(line)).collect();
    // Some programs announce the mail in words that nobody knows.
    let is_announced = said.last().is_some_and(|line| ends_with_colon(line) && !line.contains('@'));
    said.len() > usize::from(is_announced)
}

/// The lines above all of the head that was found, and above what announces it.
fn outside<'l, 'a>(above: &'l [&'a str], is_next: bool) -> &'l [&'a str] {
    without_announcement(if is_next { without_further(above) } else { above })
}

/// Whether a line may say that somebody else than `own` wrote what stands below it, and something does. The last line that says
/// something may as well announce the head.
fn may_quote(above: &[&str], own: &str) -> bool {
    let last = above.iter().rposition(|line| !is_blank(line) && !is_rule(line));
    let above = last.and_then(|last| above.get(..last)).unwrap_or_default();
    above.iter().any(|line| {
        attribution::may_introduce(&folded(line)) || (ends_with_colon(line) && names_another(line, own))
    })
}

fn ends_with_colon(line: &str) -> bool {
    line.trim_end().ends_with([':', '：'])
}

/// Whether a line says that a mail begins below it. Some programs write the head into the same line.
pub(super) fn announces(line: &str) -> bool {
    let line = clean::clip(line, LONGEST_LINE);
    header_block::announces_forward(line) || header_block::announces_original(line)
}

/// The lines above those of the same head: some pass a mail on with all of its head, of which few lines are known.
fn without_further<'l, 'a>(above: &'l [&'a str]) -> &'l [&'a str] {
    let is_further = |line: &&str| is_header(line) || (line.starts_with([' ', '\t']) && !is_blank(line));
    let end = above.iter().rposition(|line| !is_further(line)).map_or(0, |at| at + 1);
    above.get(..end).unwrap_or_default()
}

/// The lines above what announces the head directly above it.
fn without_announcement<'l, 'a>(above: &'l [&'a str]) -> &'l [&'a str] {
    let last = above.iter().rposition(|line| !is_blank(line));
    let announced = last.filter(|at| above.get(*at).is_some_and(|line| announces(line)));
    announced.and_then(|at| above.get(..at)).unwrap_or(above)
}

/// Whether a line is one of a head as it is sent, in no language (RFC 5322, 2.2).
fn is_header(line: &str) -> bool {
    line.split_once(':').is_some_and(|(name, _)| {
        !name.is_empty() && name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-')
    })
}

/// Whether lines of names and values stand there, and one of them has an address.
fn has_strange_head(lines: &[&str], own: &str) -> bool {
    let (mut fields, mut names_other) = (0, false);
    for line in lines {
        if is_field(line) {
            fields += 1;
            names_other |= names_another(line, own);
        } else if fields > 0 && goes_on(line) {
            names_other |= names_another(line, own);
        } else {
            (fields, names_other) = (0, false);
        }
        if fields >= FEWEST && names_other {
            return true;
        }
    }
    false
}

/// Whether a line has a name of a few words, a colon, and a value.
fn is_field(line: &str) -> bool {
    let Some((name, value)) = line.split_once([':', '：']) else { return false };
    // Some write a mark of direction before words of Arabic and Hebrew.
    let name =
        name.trim_matches(['*', ' ', '\t', '\u{a0}', '_', '\u{200e}', '\u{200f}', '\u{202b}', '\u{202c}']);
    let is_short = name.split_whitespace().count() <= MOST_WORDS && name.chars().count() <= LONGEST_NAME;
    is_short
        && name.starts_with(char::is_alphabetic)
        && !is_blank(value)
        && !value.starts_with("//")
        && !CONTACTS.contains(&name.to_lowercase().as_str())
}

/// Whether a line may go on with the people that the one above it names.
fn goes_on(line: &str) -> bool {
    (line.starts_with([' ', '\t']) && !is_blank(line)) || line.trim_end().ends_with([';', ','])
}

/// Whether a line has an address, and not `own` alone.
fn names_another(line: &str, own: &str) -> bool {
    let is_edge = |letter: char| letter.is_whitespace() || "<>[]()\"',;:*|：".contains(letter);
    line.split(is_edge).any(|part| {
        let part = part.trim_end_matches('.');
        part.split_once('@').is_some_and(|(local, domain)| !local.is_empty() && domain.contains('.'))
            && !part.eq_ignore_ascii_case(own)
    })
}
