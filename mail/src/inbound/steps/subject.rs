//! The subject as a person reads it, and what its prefix says.

use mail_parser::Message;

use super::encoded_word;
use crate::inbound::{clean, headers};

/// Prefixes by which mail programs of several languages mark a forwarded mail.
const FORWARDS: &[&str] =
    &["fwd:", "fw:", "wg:", "tr:", "rv:", "enc:", "doorst:", "vs:", "vb:", "i:", "pd:", "转发:", "転送:"];

/// A longer subject is cut before it is decoded: half-open encoded words cost time with the square of their number.
const MAX_CHARS: usize = 4_000;

/// The decoded subject in one line; empty when there is none.
#[must_use]
pub fn read(message: &Message<'_>) -> String {
    headers::first(message, "Subject")
        .map(|value| clean::line(&encoded_word::decode(clean::clip(&value, MAX_CHARS))))
        .unwrap_or_default()
}

/// Whether the subject says that the mail passes another one on.
#[must_use]
pub fn is_forward(subject: &str) -> bool {
    let lower = subject.trim_start().to_lowercase();
    FORWARDS.iter().any(|prefix| lower.starts_with(prefix))
}
