//! The ids by which a mail names itself and those it answers.

use mail_parser::{HeaderName, HeaderValue, Message};

use crate::inbound::clean;

/// More than any honest thread; the first and the newest are kept.
const MAX_IDS: usize = 200;

/// Longer than any honest id (RFC 5322 allows a line of 998).
const MAX_ID_LENGTH: usize = 500;

/// `Message-ID` without angle brackets.
#[must_use]
pub fn message_id(message: &Message<'_>) -> Option<String> {
    ids(message, &HeaderName::MessageId).into_iter().next()
}

/// `In-Reply-To`, each id without angle brackets.
#[must_use]
pub fn in_reply_to(message: &Message<'_>) -> Vec<String> {
    ids(message, &HeaderName::InReplyTo)
}

/// `References`, oldest first, each id without angle brackets.
#[must_use]
pub fn references(message: &Message<'_>) -> Vec<String> {
    ids(message, &HeaderName::References)
}

fn ids(message: &Message<'_>, name: &HeaderName<'_>) -> Vec<String> {
    let Some(root) = message.parts.first() else {
        return Vec::new();
    };
    let mut found: Vec<String> = Vec::new();
    for header in root.headers.iter().filter(|header| header.name == *name) {
        match &header.value {
            HeaderValue::Text(text) => found.extend(split(text)),
            HeaderValue::TextList(list) => found.extend(list.iter().flat_map(|text| split(text))),
            _ => {}
        }
    }
    if found.len() > MAX_IDS {
        let newest = found.split_off(found.len() - (MAX_IDS - 1));
        found.truncate(1);
        found.extend(newest);
    }
    found
}

/// Some programs forget the brackets or put several ids into one pair.
fn split(text: &str) -> impl Iterator<Item = String> {
    text.split_whitespace()
        .map(|id| clean::line(id.trim_matches(['<', '>', ',', ';', '"'])))
        .filter(|id| !id.is_empty() && id.len() <= MAX_ID_LENGTH)
        .collect::<Vec<_>>()
        .into_iter()
}
