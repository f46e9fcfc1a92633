//! Recognises mails of a Schalter, so that two machines do not answer each other for ever.

use mail_parser::Message;

use crate::inbound::headers;

/// The header that every mail of ours carries.
pub const LOOP_HEADER: &str = "X-Schalter-Loop";

/// The mark that the mail carries: ours, if it came back, or that of another installation. A nested copy of ours, as in a
/// bounce, does not count.
#[must_use]
pub fn mark(message: &Message<'_>) -> Option<String> {
    headers::first(message, LOOP_HEADER)
}
