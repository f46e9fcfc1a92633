//! Who wrote the mail, and where answers shall go.

use engine::Address;
use mail_parser::{Addr, HeaderName, Message};

use super::{automatic, encoded_word, people};
use crate::inbound::{clean, headers};

/// More people than this are nobody in particular.
const MAX_REPLY_TO: usize = 10;

/// Longer than RFC 5321 allows an address to be.
const MAX_ADDRESS: usize = 320;

/// So much of a name is kept, in characters.
pub(super) const MAX_NAME: usize = 200;

/// `From`: the first address of it that could be one.
#[must_use]
pub fn from(message: &Message<'_>) -> Option<Address> {
    let written = headers::first(message, "From");
    written
        .as_deref()
        .and_then(last_in_brackets)
        .or_else(|| people::last(message, &HeaderName::From).into_iter().next())
}

/// The last address in angle brackets, where the name has brackets of its own (`Firm <Sales> <a@firm.example>`): the parser runs
/// them together into the address of somebody else (`Salesa@firm.example`). `None`: it reads them rightly.
fn last_in_brackets(written: &str) -> Option<Address> {
    let several = written.matches('<').count() > 1 && !written.contains(['"', ',']);
    let (before, after) = written.rsplit_once('<').filter(|_| several)?;
    let address = tidy_address(after.split('>').next().unwrap_or_default());
    let name = encoded_word::decode(before).replace(['<', '>'], " ");
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    is_address(&address).then(|| Address { name: tidy_name(&name), address })
}

/// The addresses of `Reply-To` that differ from `From`, in order.
#[must_use]
pub fn reply_to(message: &Message<'_>, from: Option<&Address>) -> Vec<Address> {
    let others = |reply: &Address| from.is_none_or(|from| !from.address.eq_ignore_ascii_case(&reply.address));
    people::last(message, &HeaderName::ReplyTo).into_iter().filter(others).take(MAX_REPLY_TO).collect()
}

/// Whether the mail names nobody to answer: an empty envelope sender, or a `From` that is there but empty.
#[must_use]
pub fn is_null(message: &Message<'_>) -> bool {
    let empty = |value: &String| value.replace(' ', "").ends_with("<>");
    automatic::no_way_back(message) || headers::all(message, "From").iter().any(empty)
}

/// One address of a header, tidied; `None` when nothing in it can be written to.
#[must_use]
pub fn address(addr: &Addr<'_>) -> Option<Address> {
    let name = addr.name.as_deref().map(tidy_name).unwrap_or_default();
    let written = addr.address.as_deref().map(tidy_address).unwrap_or_default();
    if is_address(&written) {
        return Some(Address { name, address: written });
    }
    // `From: somebody@example.org (via list)` and the like end up in the name, `Kim Example kim@example.org` in the address.
    [name.as_str(), addr.address.as_deref().unwrap_or_default()]
        .iter()
        .flat_map(|text| text.split([' ', '<', '>', '(', ')', '[', ']', ',']))
        .map(tidy_address)
        .find(|part| is_address(part))
        .map(|address| Address { name: String::new(), address })
}

/// Whether the text has the shape of an address: one local part, one domain, nothing a header or a list could trip over.
#[must_use]
pub fn is_address(text: &str) -> bool {
    text.rsplit_once('@').is_some_and(|(local, domain)| {
        !local.is_empty()
            && !domain.is_empty()
            && text.len() <= MAX_ADDRESS
            && !text.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | ','))
    })
}

pub(super) fn tidy_address(text: &str) -> String {
    let line = clean::line(text);
    let address = line.trim_matches(['<', '>', '\'', '"', ' ', ';', ',']);
    // The brackets of `user@[192.0.2.1]` belong to it.
    let address = if address.contains("@[") { address } else { address.trim_matches(['[', ']']) };
    address.trim_start_matches("mailto:").to_owned()
}

/// A name without the quotes around it; those within it stay, in pairs. Empty, if nothing but punctuation stands there.
pub(super) fn tidy_name(text: &str) -> String {
    let line = clean::line(text);
    let mut name = line.trim();
    while let Some(inner) = ['"', '\''].iter().find_map(|quote| {
        let inner = name.strip_prefix(*quote)?.strip_suffix(*quote)?;
        (!inner.contains(*quote)).then_some(inner)
    }) {
        name = inner.trim();
    }
    for quote in ['"', '\''] {
        if name.matches(quote).count() == 1 {
            name = name.trim_matches([quote, ' ']);
        }
    }
    let is_mark = |c: char| {
        c.is_whitespace()
            || c.is_ascii_punctuation()
            || matches!(c, '\u{a1}' | '\u{a7}' | '\u{ab}' | '\u{b4}' | '\u{b7}' | '\u{bb}' | '\u{bf}')
            || ('\u{2000}'..='\u{206f}').contains(&c)
    };
    if name.chars().all(is_mark) {
        return String::new();
    }
    clean::clip(name, MAX_NAME).to_owned()
}
