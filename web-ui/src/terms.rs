//! The parts of what somebody typed into the search, for the chips above a list: what they mean is the engine's affair.

use serde::{Deserialize, Serialize};

use crate::{app::App, urls, visitor::Visitor};

/// A part of a search, with the list that is left without it.
#[derive(Debug, Serialize, PartialEq, Eq)]
pub(crate) struct Chip {
    /// What it is about, such as "Status"; empty for a word.
    key: String,
    /// Its value, in the visitor's language where it has a word for it.
    value: String,
    /// Whether it is turned round.
    not: bool,
    /// The list without it.
    href: String,
}

/// Properties whose values are words of the schema, with what their texts begin with.
const WORDS: [(&str, &str); 3] =
    [("status", "status"), ("priority", "priority"), ("channel", "search-channel")];

/// The properties of the search language.
const KEYS: [&str; 15] = [
    "status",
    "assignee",
    "queue",
    "customer",
    "organisation",
    "organization",
    "org",
    "tag",
    "priority",
    "channel",
    "turn",
    "is",
    "created",
    "updated",
    "sort",
];

/// A term of a search that names nothing, as the schema tells it.
#[derive(Debug, Deserialize)]
pub(crate) struct Unknown {
    property: String,
    value: String,
    nearest: Option<String>,
}

/// What the terms of a search do not name, a sentence each.
pub(crate) fn unknown(app: &App, visitor: &Visitor, terms: &[Unknown]) -> Vec<String> {
    let told = |term: &Unknown| {
        let typed = shown(&term.value);
        let value = ("value", typed.as_str().into());
        match &term.nearest {
            Some(nearest) => {
                app.say(visitor, "search-unknown-near", &[value, ("nearest", nearest.as_str().into())])
            }
            None => app.say(visitor, &format!("search-unknown-{}", term.property), &[value]),
        }
    };
    terms.iter().map(told).collect()
}

/// What somebody typed, within a sentence: without marks of direction, which would turn the rest round, and not too long.
fn shown(value: &str) -> String {
    const MOST: usize = 60;
    let is_mark = |letter: &char| matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let mut letters = value.chars().filter(|letter| !is_mark(letter));
    let mut shown: String = letters.by_ref().take(MOST).collect();
    if letters.next().is_some() {
        shown.push('…');
    }
    shown
}

/// A chip for each part of a search. `view`: what else is in the address of the list.
pub(crate) fn chips(app: &App, visitor: &Visitor, typed: &str, beside: &[(&str, &str)]) -> Vec<Chip> {
    let terms = split(typed);
    let href = |without: usize| {
        let left: Vec<_> =
            terms.iter().enumerate().filter(|(place, _)| *place != without).map(|(_, term)| *term).collect();
        if left.is_empty() && beside.is_empty() {
            return "/desk?view=all".to_owned();
        }
        let left = left.join(" ");
        format!("/desk?{}", urls::query(&[beside, &[("q", &left)]].concat()))
    };
    let chip = |(place, term): (usize, &&str)| {
        let bare = term.strip_prefix('-').filter(|bare| !bare.is_empty());
        let (not, bare) = (bare.is_some(), bare.unwrap_or(term));
        let property = bare.split_once(':').map(|(key, value)| (key.to_ascii_lowercase(), value));
        let property = property.filter(|(key, value)| KEYS.contains(&key.as_str()) && !value.is_empty());
        let (key, value) = match property {
            Some((key, value)) => {
                (app.say(visitor, &format!("search-key-{key}"), &[]), told(app, visitor, &key, value))
            }
            None => (String::new(), bare.to_owned()),
        };
        Chip { key, value, not, href: href(place) }
    };
    terms.iter().enumerate().map(chip).collect()
}

/// The value of a property in the visitor's language.
fn told(app: &App, visitor: &Visitor, key: &str, value: &str) -> String {
    let text = |name: &str| app.texts.get(visitor.lang, name, &[]);
    let word = |word: &str| {
        let begin = WORDS.iter().find(|(known, _)| *known == key).map(|(_, begin)| *begin);
        let known = match begin {
            Some(begin) => text(&format!("{begin}-{}", word.to_ascii_uppercase())),
            None => text(&format!("search-{key}-{}", word.to_ascii_lowercase())),
        };
        known.unwrap_or_else(|| word.to_owned())
    };
    let plain = value.chars().all(|c| c.is_ascii_alphabetic() || matches!(c, ',' | '-'));
    if !plain {
        return value.trim_matches('"').to_owned();
    }
    value.split(',').map(word).collect::<Vec<_>>().join(", ")
}

/// What is separated by blanks; quotes keep together what stands in them, also behind a key.
pub(crate) fn split(typed: &str) -> Vec<&str> {
    let mut terms = Vec::new();
    let mut rest = typed.trim_start();
    while !rest.is_empty() {
        let (term, after) = rest.split_at(end(rest));
        terms.push(term);
        rest = after.trim_start();
    }
    terms
}

/// Where the first part of a text ends.
fn end(text: &str) -> usize {
    let blank = text.find(char::is_whitespace).unwrap_or(text.len());
    let quote = text.find(is_quote).filter(|place| *place < blank);
    // A quote inside a word is a letter of it.
    let begins = quote.filter(|place| *place == 0 || text[..*place].ends_with([':', '-']));
    let Some(begin) = begins else { return blank };
    let inside = begin + text[begin..].chars().next().map_or(0, char::len_utf8);
    let close = text[inside..].char_indices().find(|(_, c)| is_quote(*c));
    close.map_or(blank, |(place, c)| inside + place + c.len_utf8())
}

const fn is_quote(c: char) -> bool {
    matches!(c, '"' | '„' | '“' | '”' | '«' | '»')
}

#[cfg(test)]
mod tests {
    use super::{shown, split};

    #[test]
    fn what_was_typed_turns_nothing_round_and_has_an_end() {
        assert_eq!(shown("\u{202e}live\u{2066}"), "live");
        assert_eq!(shown(&"ä".repeat(60)), "ä".repeat(60));
        assert_eq!(shown(&"ä".repeat(61)), format!("{}…", "ä".repeat(60)));
    }

    #[test]
    fn quotes_keep_words_together() {
        for (typed, parts) in [
            ("", vec![]),
            ("  etik  druck ", vec!["etik", "druck"]),
            ("\"Motor Zwei\" kran", vec!["\"Motor Zwei\"", "kran"]),
            ("-\"a b\" x", vec!["-\"a b\"", "x"]),
            ("queue:\"Second level\" status:open", vec!["queue:\"Second level\"", "status:open"]),
            ("organisation:„Lotus AG“ x", vec!["organisation:„Lotus AG“", "x"]),
            ("\"open end", vec!["\"open", "end"]),
            ("24\" Monitor", vec!["24\"", "Monitor"]),
        ] {
            assert_eq!(split(typed), parts, "{typed:?}");
        }
    }
}
