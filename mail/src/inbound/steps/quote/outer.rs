//! Signs that the head which was found is not that of the mail passed on, but of one which that mail quotes: above it stands a head of
//! which nobody knows the words, as programs of further languages write it.

use crate::inbound::clean;

use super::{header_block, line::is_blank, without_mark};

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
    let above: Vec<&str> = above.iter().map(|line| without_mark(line)).collect();
    let above = if is_next { without_further(&above) } else { above.as_slice() };
    let above = without_announcement(above);
    above.iter().any(|line| announces(line)) || has_strange_head(above, own)
}

/// Some programs write the head into the same line.
fn announces(line: &str) -> bool {
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
