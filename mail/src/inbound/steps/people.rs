//! The people of a header such as Cc: as the parser reads it, and a second, tolerant time where that loses somebody.
//!
//! A quotation mark that nobody closed makes a single name of all that follows, and a missing comma runs two addresses together.
//! The second reading ([`entries`]) counts only if it finds an address that the first has not. Both put a name together again that
//! was split at its comma, as in `Meier, Hans <h@x.example>`.

mod entries;

use std::collections::{HashMap, HashSet};

use engine::Address;
use mail_parser::{Addr, Header, HeaderName, Message};

use super::sender::{self, is_address};
use crate::inbound::clean;

/// A longer header is read once.
const LONGEST: usize = 100_000;

/// More addresses than this are not looked for again if the second reading missed them.
const MAX_LEFT: usize = 100;

/// A name that was split at its commas has no more parts than this before the last.
const MAX_PARTS: usize = 3;

/// Everybody whom the headers of this name name, in order.
pub fn all<'m>(message: &'m Message<'_>, name: HeaderName<'static>) -> impl Iterator<Item = Address> + 'm {
    let headers = message.parts.first().map(|root| root.headers.as_slice()).unwrap_or_default();
    headers.iter().filter(move |header| header.name == name).flat_map(|header| of(message, header))
}

/// Everybody whom the last header of this name names, in order.
#[must_use]
pub fn last(message: &Message<'_>, name: &HeaderName<'_>) -> Vec<Address> {
    let headers = message.parts.first().map(|root| root.headers.as_slice()).unwrap_or_default();
    headers
        .iter()
        .rev()
        .find(|header| header.name == *name)
        .map(|header| of(message, header))
        .unwrap_or_default()
}

fn of(message: &Message<'_>, header: &Header<'_>) -> Vec<Address> {
    let first = header.value.as_address().map(|list| joined(list.iter())).unwrap_or_default();
    let (start, end) = (header.offset_start as usize, header.offset_end as usize);
    let raw = message.raw_message.get(start..end).unwrap_or_default();
    if raw.len() > LONGEST {
        return first;
    }
    let written = clean::line(&String::from_utf8_lossy(raw));
    let second = entries::read(&written);
    let key = |one: &Address| one.address.to_lowercase();
    let found: HashSet<String> = first.iter().map(key).collect();
    if second.iter().all(|one| found.contains(&key(one))) {
        return with_names(first, second);
    }
    let read: HashSet<String> = second.iter().map(key).collect();
    let left = first.into_iter().filter(|one| !read.contains(&key(one))).take(MAX_LEFT);
    let left: Vec<Address> = left.filter(|one| stands_in(&written, &one.address)).collect();
    second.into_iter().chain(left).collect()
}

/// People whose name the parser lost get the one that the second reading found.
fn with_names(first: Vec<Address>, second: Vec<Address>) -> Vec<Address> {
    if first.iter().all(|one| !one.name.is_empty()) {
        return first;
    }
    let named = second.into_iter().filter(|one| !one.name.is_empty());
    let by_address: HashMap<String, String> =
        named.map(|one| (one.address.to_lowercase(), one.name)).collect();
    let filled = |one: Address| match by_address.get(&one.address.to_lowercase()) {
        Some(name) if one.name.is_empty() => Address { name: name.clone(), ..one },
        _ => one,
    };
    first.into_iter().map(filled).collect()
}

/// Whether an address stands in a header by itself, and not as a part of a longer one.
fn stands_in(written: &str, address: &str) -> bool {
    let belongs = |c: char| c.is_alphanumeric() || "@.-_+".contains(c);
    written.match_indices(address).any(|(at, found)| {
        let before = written.get(..at).unwrap_or_default().chars().next_back();
        let after = written.get(at + found.len()..).unwrap_or_default().chars().next();
        !before.is_some_and(belongs) && !after.is_some_and(|c| belongs(c) && c != '.')
    })
}

/// The entries of a list; what stands before the comma of a name without quotation marks belongs to the next.
fn joined<'a>(list: impl Iterator<Item = &'a Addr<'a>>) -> Vec<Address> {
    let (mut found, mut before) = (Vec::new(), Before::default());
    for entry in list {
        match sender::address(entry) {
            Some(person) => found.push(before.joined(person)),
            None => before.add(entry.name.as_deref().unwrap_or_default()),
        }
    }
    found
}

/// What may be the beginning of a name that was split at its comma.
#[derive(Default)]
struct Before(Vec<String>);

impl Before {
    fn add(&mut self, text: &str) {
        let name = sender::tidy_name(text);
        if is_part_of_name(&name) && self.0.len() < MAX_PARTS {
            self.0.push(name);
        } else {
            self.0.clear();
        }
    }

    /// Somebody with the whole of their name.
    fn joined(&mut self, person: Address) -> Address {
        let parts = std::mem::take(&mut self.0);
        if parts.is_empty() || person.name.is_empty() || person.name.contains(['@', ',']) {
            return person;
        }
        let name = format!("{}, {}", parts.join(", "), person.name);
        Address { name: clean::clip(&name, sender::MAX_NAME).to_owned(), ..person }
    }
}

/// Whether it could be the surname before a comma: a few words, one of them with a capital letter. Names of mailboxes without a
/// domain, such as `root`, are none.
fn is_part_of_name(text: &str) -> bool {
    let letters = |c: char| c.is_alphabetic() || matches!(c, ' ' | '-' | '\'' | '’' | '.');
    let begins_large =
        |word: &str| word.chars().next().is_some_and(|c| c.is_alphabetic() && !c.is_lowercase());
    !text.is_empty()
        && !is_address(text)
        && text.chars().all(letters)
        && text.split(' ').count() <= 4
        && text.split(' ').any(begins_large)
}
