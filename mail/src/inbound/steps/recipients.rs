//! Everybody a mail went to: as its writer wished, and as the servers on its way noted.

use mail_parser::{Address, Message};

use super::sender;
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
    message.all_to().flat_map(addresses).take(MAX_RECIPIENTS).collect()
}

/// Whom To names, in order.
#[must_use]
pub fn people_in_to(message: &Message<'_>) -> Vec<engine::Address> {
    let lists = message.all_to();
    lists.flat_map(|list| list.iter().filter_map(sender::address)).take(MAX_RECIPIENTS).collect()
}

/// Whom To and Cc name, in order.
#[must_use]
pub fn addressees(message: &Message<'_>) -> Vec<engine::Address> {
    let lists = message.all_to().chain(message.all_cc());
    lists.flat_map(|list| list.iter().filter_map(sender::address)).take(MAX_RECIPIENTS).collect()
}

/// The addresses of To and Cc and those that the delivery added, each once.
#[must_use]
pub fn all(message: &Message<'_>) -> Vec<String> {
    let mut found = to(message);
    found.extend(message.all_cc().flat_map(addresses));
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

fn addresses(list: &Address<'_>) -> Vec<String> {
    list.iter().filter_map(sender::address).map(|address| address.address).collect()
}
