//! Recognises the head of a quoted mail as Outlook and its relatives write it: From, Sent, To, Subject under each other.

use super::line::{folded, is_blank, is_quoted, is_rule};
use super::words::{DATE, FORWARD_ENDS, FORWARDS, FROM, ORIGINALS, OTHER, SUBJECT, TO};

/// A block is looked for over so many lines.
const MAX_LINES: usize = 10;

/// Of a longer one the rest is not read: it has as many lines where it names many people.
const LONGEST: usize = 200;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Key {
    From,
    Date,
    To,
    Subject,
    Other,
}

impl Key {
    /// Whether a value of this kind that ends with the line `before` may go on with `line`.
    fn goes_on(self, before: &str, line: &str) -> bool {
        let people = || line.contains('@') || before.trim_end().ends_with([',', ';']);
        match self {
            Self::Date => false,
            Self::From | Self::To => WRAPPED.contains(&before.chars().count()) && people(),
            Self::Subject | Self::Other => WRAPPED.contains(&before.chars().count()),
        }
    }
}

/// Whether a block of such lines begins at `lines[0]`: it names the writer, and the time or two more facts.
pub(super) fn begins(lines: &[&str]) -> bool {
    let Some(first) = lines.first().filter(|line| !is_quoted(line)).and_then(|line| key(line)) else {
        return false;
    };
    if !matches!(first, Key::From | Key::Date | Key::Subject) {
        return false;
    }
    let mut seen = vec![first];
    let mut strange = 0;
    for line in lines.iter().take(MAX_LINES).skip(1) {
        match key(line) {
            Some(key) => {
                if !seen.contains(&key) {
                    seen.push(key);
                }
            }
            None if is_blank(line) => break,
            // A long value goes on in the next line.
            None => strange += 1,
        }
        if strange > 3 {
            break;
        }
    }
    let known = seen.iter().filter(|key| **key != Key::Other).count();
    // "From: server A, To: server B, Subject: …" may be an answer as well; a mail has a date or an address.
    let is_mail = seen.contains(&Key::Date) || lines.iter().take(MAX_LINES).any(|line| line.contains('@'));
    seen.contains(&Key::From)
        && (known >= 3 && is_mail
            || seen.get(..2) == Some(&[Key::From, Key::Date])
            || seen.get(..2) == Some(&[Key::Date, Key::From]))
}

/// What such a block says.
pub(super) struct Head {
    /// How many lines it has, with the blank ones below.
    pub(super) length: usize,
    /// The writer.
    pub(super) from: String,
    /// The subject.
    pub(super) subject: Option<String>,
    /// Whether it may go on below what was read.
    pub(super) is_cut: bool,
}

/// How long a line of plain text is that was wrapped for being long. Behind a shorter one the text begins, which HTML does not
/// always set apart by a blank line; and a longer one was not wrapped.
const WRAPPED: std::ops::RangeInclusive<usize> = 50..=80;

/// Reads the block that begins at `lines[0]`; values go on in the next line.
pub(super) fn read(lines: &[&str]) -> Option<Head> {
    let mut fields: Vec<(Key, String)> = Vec::new();
    let mut length = 0;
    let (mut before, mut is_cut) = ("", false);
    for (at, line) in lines.iter().enumerate().take(LONGEST) {
        let value = line.split_once([':', '：']).map_or("", |(_, value)| value);
        let more = lines.iter().skip(at + 1).take(2).any(|line| key(line).is_some());
        let complete = fields.len() > 2 && !more && !before.trim_end().ends_with([':', ',', ';']);
        let goes_on =
            line.starts_with([' ', '\t']) || fields.last().is_some_and(|(key, _)| key.goes_on(before, line));
        let is_listed = at < MAX_LINES * 2
            || line.contains('@')
            || line.starts_with([' ', '\t'])
            || before.trim_end().ends_with([':', ',', ';']);
        match key(line) {
            Some(key) => fields.push((key, value.trim_matches(['*', ' ', '\t', '\u{a0}', '_']).to_owned())),
            None if is_blank(line) || (complete && !goes_on) => break,
            // Nothing tells the text from a value that goes on.
            None if !is_listed => {
                is_cut = true;
                break;
            }
            None => match fields.last_mut() {
                Some((_, value)) => {
                    value.push(' ');
                    value.push_str(line.trim());
                }
                None => return None,
            },
        }
        length += 1;
        before = line;
    }
    is_cut |= length == LONGEST;
    length += lines.get(length..).unwrap_or_default().iter().take_while(|line| is_blank(line)).count();
    let mut find =
        |wanted: Key| fields.iter().position(|(key, _)| *key == wanted).map(|at| fields.swap_remove(at).1);
    let subject = find(Key::Subject);
    Some(Head { length, from: find(Key::From)?, subject, is_cut })
}

/// Whether the line looks like one of such a block.
pub(super) fn is_field(line: &str) -> bool {
    key(line).is_some()
}

fn key(line: &str) -> Option<Key> {
    let (name, _) = line.split_once([':', '：'])?;
    if name.len() > 40 {
        return None;
    }
    let name = folded(name.trim_matches(['*', ' ', '\t', '\u{a0}', '_']));
    let table =
        [(FROM, Key::From), (DATE, Key::Date), (TO, Key::To), (SUBJECT, Key::Subject), (OTHER, Key::Other)];
    table.iter().find(|(words, _)| words.contains(&name.as_str())).map(|(_, key)| *key)
}

/// Whether the line announces the original mail: `-----Original Message-----`.
pub(super) fn announces_original(line: &str) -> bool {
    between_dashes(line).is_some_and(|inner| ORIGINALS.contains(&inner.as_str()) || is_run_together(&inner))
}

/// "Original message --------From: Jane Date: …": telephones lose the line ends of the head in plain text.
fn is_run_together(inner: &str) -> bool {
    let Some((phrase, rest)) = inner.split_once("--") else { return false };
    let head = rest.trim_start_matches(['-', ' ']);
    ORIGINALS.contains(&phrase.trim_end()) && key(head) == Some(Key::From)
}

/// Whether the line announces a mail that is passed on: `---------- Forwarded message ---------`.
pub(super) fn announces_forward(line: &str) -> bool {
    if let Some(inner) = between_dashes(line) {
        return FORWARDS.iter().any(|phrase| inner.starts_with(phrase));
    }
    let whole = folded(line);
    whole.strip_suffix([':', '：']).is_some_and(|phrase| FORWARDS.contains(&phrase.trim_end()))
}

/// Whether the line says that a mail which is passed on ends above it: `---------- End forwarded message ----------`.
pub(super) fn ends_forward(line: &str) -> bool {
    between_dashes(line).is_some_and(|inner| FORWARD_ENDS.contains(&inner.as_str()))
}

/// Longer than any such line, in bytes, also where the head follows on it.
const LONGEST_RULED: usize = 400;

/// What stands between two runs of dashes on a line of its own.
fn between_dashes(line: &str) -> Option<String> {
    let line = line.trim().trim_matches('*').trim();
    let dash = |c: char| matches!(c, '-' | '_' | '=' | '~' | '—' | '–');
    if is_quoted(line) || is_rule(line) || !line.starts_with(dash) || line.len() > LONGEST_RULED {
        return None;
    }
    let inner = line.trim_matches(|c| dash(c) || c == ' ' || c == '\u{a0}');
    Some(folded(inner))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::*;

    #[test]
    fn a_head_of_many_people_ends_where_they_do() {
        let of = |count: usize| {
            let person = |at: usize| format!("Person {at} <p{at}@kunde.example>;\n");
            let people: String = (0..count).map(person).collect();
            let text = format!(
                "Von: Kim <kim@example.org>\nGesendet: heute\nAn: {people}Betreff: Drucker\n\nEr druckt nicht."
            );
            let head = read(&text.lines().collect::<Vec<_>>()).unwrap();
            let below = text.lines().nth(head.length).unwrap_or_default().to_owned();
            (head.subject, below, head.is_cut)
        };
        assert_eq!(of(40), (Some("Drucker".to_owned()), "Er druckt nicht.".to_owned(), false));
        assert!(of(LONGEST).2);
        let words = ["Von: Kim <kim@example.org>\n", &"Er druckt nicht.\n".repeat(30)].concat();
        assert!(read(&words.lines().collect::<Vec<_>>()).unwrap().is_cut, "it has no end");
    }

    #[test]
    fn the_text_begins_behind_a_short_subject_and_a_long_one_goes_on() {
        let head = ["Von: Kim <kim@example.org>", "Gesendet: Montag, 23. November 2026 08:00", "An: Support"];
        let of = |rest: &[&str]| {
            let lines = [&head[..], rest].concat();
            let head = read(&lines).unwrap();
            (head.subject.unwrap(), lines.get(head.length..).unwrap_or_default().join("|"))
        };
        let short = of(&["Betreff: Drucker", "Er druckt nicht.", "Gruß"]);
        assert_eq!(short, ("Drucker".to_owned(), "Er druckt nicht.|Gruß".to_owned()));
        let long = "Betreff: Der Drucker im zweiten Stock des neuen Gebäudes druckt";
        let wrapped = of(&[long, "seit gestern nicht", "", "Bitte helfen."]);
        assert!(
            wrapped.0.ends_with("druckt seit gestern nicht") && wrapped.1 == "Bitte helfen.",
            "{wrapped:?}"
        );
        let below = of(&["Betreff:", "Drucker", "", "Hilfe"]);
        assert_eq!((below.0.trim(), below.1.as_str()), ("Drucker", "Hilfe"));
        let last = [
            "Von: Kim <kim@example.org>",
            "Betreff: Drucker",
            "Gesendet: heute um acht Uhr und drei Minuten morgens",
        ];
        let last =
            [&last[..], &["An: Agnes Agent <agnes.agent@support.example.org>", "Er druckt nicht."]].concat();
        assert_eq!(read(&last).unwrap().length, 4, "nobody is called that");
        let strange = of(&["Kategorie: Büro", "Betreff: Drucker", "Hilfe"]);
        assert_eq!((strange.0.as_str(), strange.1.as_str()), ("Drucker", "Hilfe"));
    }
}
