//! Recognises the head of a quoted mail as Outlook and its relatives write it: From, Sent, To, Subject under each other.

use super::line::{folded, is_blank, is_quoted, is_rule};
use super::words::{DATE, FORWARDS, FROM, ORIGINALS, OTHER, SUBJECT, TO};

/// A block is looked for over so many lines.
const MAX_LINES: usize = 10;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Key {
    From,
    Date,
    To,
    Subject,
    Other,
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
}

/// Reads the block that begins at `lines[0]`; values go on in the next line.
pub(super) fn read(lines: &[&str]) -> Option<Head> {
    let mut fields: Vec<(Key, String)> = Vec::new();
    let mut length = 0;
    for line in lines.iter().take(MAX_LINES * 2) {
        let value = line.split_once([':', '：']).map_or("", |(_, value)| value);
        match key(line) {
            Some(key) => fields.push((key, value.trim_matches(['*', ' ', '\t', '\u{a0}', '_']).to_owned())),
            None if is_blank(line) => break,
            None => match fields.last_mut() {
                Some((_, value)) => {
                    value.push(' ');
                    value.push_str(line.trim());
                }
                None => return None,
            },
        }
        length += 1;
    }
    length += lines.get(length..).unwrap_or_default().iter().take_while(|line| is_blank(line)).count();
    let mut find =
        |wanted: Key| fields.iter().position(|(key, _)| *key == wanted).map(|at| fields.swap_remove(at).1);
    let subject = find(Key::Subject);
    Some(Head { length, from: find(Key::From)?, subject })
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
    between_dashes(line).is_some_and(|inner| ORIGINALS.contains(&inner.as_str()))
}

/// Whether the line announces a mail that is passed on: `---------- Forwarded message ---------`.
pub(super) fn announces_forward(line: &str) -> bool {
    if let Some(inner) = between_dashes(line) {
        return FORWARDS.iter().any(|phrase| inner.starts_with(phrase));
    }
    let whole = folded(line);
    whole.strip_suffix([':', '：']).is_some_and(|phrase| FORWARDS.contains(&phrase.trim_end()))
}

/// What stands between two runs of dashes on a line of its own.
fn between_dashes(line: &str) -> Option<String> {
    let line = line.trim().trim_matches('*').trim();
    let dash = |c: char| matches!(c, '-' | '_' | '=' | '~' | '—' | '–');
    if is_quoted(line) || is_rule(line) || !line.starts_with(dash) || line.len() > 200 {
        return None;
    }
    let inner = line.trim_matches(|c| dash(c) || c == ' ' || c == '\u{a0}');
    Some(folded(inner))
}
