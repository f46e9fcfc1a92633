//! Who of those that a mail is addressed to may watch its ticket: pure, over the addresses. A person does; a list, a function,
//! a machine does not. Whether an address is one of ours, and who may add others, is asked elsewhere.

use std::collections::HashSet;

use super::writer::{is_form, is_unread};
use crate::{
    content::address::{is_role_address, is_usable, normalise},
    model::Address,
};

/// Names before the `@` of lists and of machines that manage mail.
const LISTS: &[&str] = &[
    "all",
    "alle",
    "bounce",
    "bounces",
    "daemon",
    "list",
    "liste",
    "listserv",
    "mailer-daemon",
    "majordomo",
    "newsletter",
    "notification",
    "notifications",
    "root",
    "verteiler",
];

/// How the addresses of a list's own machines end.
const OF_LISTS: &[&str] = &[
    "-admin",
    "-announce",
    "-bounce",
    "-bounces",
    "-list",
    "-owner",
    "-request",
    "-subscribe",
    "-unsubscribe",
];

/// The people among the addressees, each once, their addresses as they are kept. `roles`: names of functions.
#[must_use]
pub fn people<R: AsRef<str>>(addressees: &[Address], roles: &[R]) -> Vec<Address> {
    let mut seen = HashSet::new();
    let person = |one: &Address| {
        let address = normalise(&one.address).filter(|address| is_person(address, roles))?;
        seen.insert(address.clone()).then(|| Address { name: one.name.clone(), address })
    };
    addressees.iter().filter_map(person).collect()
}

/// Whether an address is that of a list's or a mail server's machine, or says itself that nobody reads it.
pub(crate) fn is_machine(address: &str) -> bool {
    let local = address.rsplit_once('@').map_or(address, |(local, _)| local).to_lowercase();
    matches!(local.as_str(), "mailer-daemon" | "daemon" | "listserv" | "majordomo" | "bounce" | "bounces")
        || is_unread(address)
}

fn is_person<R: AsRef<str>>(address: &str, roles: &[R]) -> bool {
    let local = address.rsplit_once('@').map_or(address, |(local, _)| local);
    let of_list = LISTS.contains(&local)
        || local.starts_with("owner-")
        || local.starts_with("bounce")
        || OF_LISTS.iter().any(|end| local.ends_with(end));
    is_usable(address) && !of_list && !is_form(address) && !is_role_address(address, roles)
}
