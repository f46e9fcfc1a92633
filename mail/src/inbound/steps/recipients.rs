//! Everybody a mail went to: as its writer wished, and as the servers on its way noted.

use mail_parser::{HeaderName, Message};

use super::{people, sender};
use crate::inbound::headers;

/// Headers into which servers write the address they delivered to; it may differ from To when mail is forwarded.
const DELIVERY: &[&str] = &[
    "Delivered-To",
    "X-Original-To",
    "Envelope-To",
    "X-Envelope-To",
    "X-Delivered-To",
    "X-Forwarded-To",
    "Apparently-To",
];

/// More than this is a mailing, not a request.
const MAX_RECIPIENTS: usize = 500;

/// The addresses of `To`, in order.
#[must_use]
pub fn to(message: &Message<'_>) -> Vec<String> {
    people_in_to(message).into_iter().map(|person| person.address).collect()
}

/// Whom To names, in order.
#[must_use]
pub fn people_in_to(message: &Message<'_>) -> Vec<engine::Address> {
    people::all(message, HeaderName::To).take(MAX_RECIPIENTS).collect()
}

/// Whom To and Cc name, in order.
#[must_use]
pub fn addressees(message: &Message<'_>) -> Vec<engine::Address> {
    let named = people::all(message, HeaderName::To).chain(people::all(message, HeaderName::Cc));
    named.take(MAX_RECIPIENTS).collect()
}

/// The addresses of To and Cc and those that the delivery added, each once.
#[must_use]
pub fn all(message: &Message<'_>) -> Vec<String> {
    let mut found = to(message);
    found.extend(people::all(message, HeaderName::Cc).map(|person| person.address));
    for name in DELIVERY {
        for value in headers::all(message, name) {
            found.extend(
                value.split([',', ' ', '<', '>']).filter(|part| sender::is_address(part)).map(str::to_owned),
            );
        }
    }
    let mut seen = std::collections::HashSet::new();
    found.retain(|address| seen.insert(address.to_lowercase()));
    found.truncate(MAX_RECIPIENTS);
    found
}
