//! Reads a list of addresses that keeps to no rule: what is never closed ends with its entry, and a semicolon separates like a
//! comma. Nothing is taken for an address that does not stand in the header by itself.

use engine::Address;

use super::Before;
use crate::inbound::steps::{encoded_word, sender};

/// A longer comment was never closed.
const LONGEST_COMMENT: usize = 200;

enum Token<'a> {
    /// Text between two quotation marks that belong together.
    Quoted(&'a str),
    Word(&'a str),
    /// What stands in angle brackets.
    Bracket(&'a str),
    Comma,
    Semicolon,
}

/// Everybody who is named, in order.
pub(super) fn read(written: &str) -> Vec<Address> {
    entries(written, true)
}

/// The same; `outer`: what stands between quotation marks without an address behind it is a list as well.
fn entries(written: &str, outer: bool) -> Vec<Address> {
    let (mut found, mut words, mut before) = (Vec::new(), Vec::new(), Before::default());
    for token in tokens(written) {
        match token {
            Token::Word(word) => words.push(word.to_owned()),
            Token::Quoted(text) => words.push(unescaped(text)),
            Token::Bracket(inside) => {
                let addresses: Vec<String> = inside.split_whitespace().filter_map(plain).collect();
                if addresses.is_empty() {
                    words.push(inside.to_owned());
                } else {
                    in_brackets(&mut found, &std::mem::take(&mut words), addresses, &mut before);
                }
            }
            Token::Comma => end(&mut found, &std::mem::take(&mut words), &mut before, outer),
            Token::Semicolon => {
                end(&mut found, &std::mem::take(&mut words), &mut before, outer);
                before = Before::default();
            }
        }
    }
    end(&mut found, &words, &mut before, outer);
    found
}

/// An entry with brackets: the words before them are a name, but for addresses that no comma separates from it.
fn in_brackets(found: &mut Vec<Address>, words: &[String], addresses: Vec<String>, before: &mut Before) {
    let bare: Vec<String> = words.iter().filter_map(|word| plain(word)).collect();
    let several = bare.len() > 1 && bare.len() == words.len();
    if several {
        found.extend(bare.iter().take(bare.len() - 1).cloned().map(unnamed));
    }
    let words = if several { words.get(words.len() - 1..).unwrap_or_default() } else { words };
    let mut name = sender::tidy_name(&encoded_word::decode(&words.join(" ")));
    for address in addresses {
        let person = Address { name: std::mem::take(&mut name), address };
        found.push(before.joined(person));
    }
}

/// The end of an entry without brackets: its addresses, or what may be the first half of a name.
fn end(found: &mut Vec<Address>, words: &[String], before: &mut Before, outer: bool) {
    let addresses: Vec<String> = words.iter().filter_map(|word| plain(word)).collect();
    let text = words.join(" ");
    if !addresses.is_empty() {
        *before = Before::default();
        found.extend(addresses.into_iter().map(unnamed));
    } else if outer && text.contains('@') {
        *before = Before::default();
        found.extend(entries(&text, false));
    } else if !text.is_empty() {
        before.add(&encoded_word::decode(&text));
    }
}

const fn unnamed(address: String) -> Address {
    Address { name: String::new(), address }
}

/// A word as an address, if it is one and nothing else.
fn plain(word: &str) -> Option<String> {
    let address = sender::tidy_address(word);
    let (local, domain) = address.split_once('@')?;
    // The name of a group, or the way that a mail was to take.
    let local = local.rsplit(':').next().unwrap_or_default();
    let domain = domain.trim_end_matches('.');
    let is_local = |c: char| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
    let is_domain = |c: char| c.is_alphanumeric() || "-._".contains(c);
    let literal = domain.starts_with('[') && domain.ends_with(']');
    let whole = !local.is_empty() && !domain.is_empty() && !local.starts_with("=?");
    let fits = local.chars().all(is_local) && (literal || domain.chars().all(is_domain));
    let address = format!("{local}@{domain}");
    (whole && fits && sender::is_address(&address)).then_some(address)
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = text.get(at + c.len_utf8()..).unwrap_or_default();
        let before = text.get(..at).unwrap_or_default().chars().next_back();
        let mut length = c.len_utf8();
        match c {
            ',' => found.push(Token::Comma),
            ';' => found.push(Token::Semicolon),
            '"' if before.is_none_or(is_edge) => {
                if let Some(inside) = quoted(rest) {
                    found.push(Token::Quoted(inside));
                    length += inside.len() + 1;
                }
            }
            '(' => length += comment(rest).unwrap_or(0),
            '<' => {
                let end = rest.find(['>', '<', ',', ';']).unwrap_or(rest.len());
                let (inside, behind) = rest.split_at(end);
                found.push(Token::Bracket(inside));
                length += end + usize::from(behind.starts_with('>'));
            }
            '"' | '>' | ')' => {}
            c if c.is_whitespace() => {}
            _ => {
                let word = text.get(at..).unwrap_or_default();
                let end = word.find(|c: char| is_edge(c) || c == '"').unwrap_or(word.len());
                found.push(Token::Word(word.get(..end).unwrap_or_default()));
                length = end;
            }
        }
        at += length;
    }
    found
}

/// What a word ends at.
fn is_edge(c: char) -> bool {
    c.is_whitespace() || matches!(c, ',' | ';' | '<' | '>' | '(' | ')')
}

/// What stands before the quotation mark that closes a text. `None`: there is none before another text is opened.
fn quoted(rest: &str) -> Option<&str> {
    let mut escaped = false;
    for (at, c) in rest.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => {
                let inside = rest.get(..at).unwrap_or_default();
                let after = rest.get(at + 1..).unwrap_or_default().chars().next();
                if after.is_none_or(|c| is_edge(c) || matches!(c, '@' | '"')) {
                    return Some(inside);
                }
                if inside.chars().next_back().is_some_and(is_edge) {
                    return None;
                }
            }
            _ => {}
        }
    }
    None
}

fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut escaped = false;
    for c in text.chars() {
        if c == '\\' && !escaped {
            escaped = true;
        } else {
            out.push(c);
            escaped = false;
        }
    }
    out
}

/// The length of the comment that was opened, with its end; comments may hold others. `None`: nobody closed it.
fn comment(rest: &str) -> Option<usize> {
    let mut open = 1_usize;
    for (at, c) in rest.char_indices().take(LONGEST_COMMENT) {
        match c {
            '(' => open += 1,
            ')' => open -= 1,
            _ => {}
        }
        if open == 0 {
            return Some(at + 1);
        }
    }
    None
}
