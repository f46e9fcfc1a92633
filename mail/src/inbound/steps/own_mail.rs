//! Recognises mails of this house that came back, so that two machines do not answer each other for ever.

use mail_parser::Message;

use crate::inbound::headers;

/// The header that every mail of ours carries.
pub const LOOP_HEADER: &str = "X-Schalter-Loop";

/// Whether the mail carries the mark of our own mails. A nested copy of ours, as in a bounce, does not count.
#[must_use]
pub fn loops(message: &Message<'_>) -> bool {
    headers::has(message, LOOP_HEADER)
}
