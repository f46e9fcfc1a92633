//! Which fields of a form a person types, so that they are worth showing again when the form cannot be accepted. Passwords and codes
//! are not among them.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

/// The fields that a person types; a test reads the templates, and tells of one that is missing.
const TYPED: [&str; 74] = [
    "name",
    "first_day",
    "last_day",
    "user_name",
    "phones",
    "memo",
    "address",
    "organisation_name",
    "domains",
    "subject",
    "html",
    "csv",
    "key",
    "url",
    "time_zone",
    "email",
    "title",
    "text",
    "note",
    "tags",
    "q",
    "customer_email",
    "customer_name",
    "reason",
    "signature",
    "notice_de",
    "notice_en",
    "add_tag",
    "add_tags",
    "addresses",
    "daily_at",
    "external_id",
    "folder",
    "move_to",
    "only_newer_than",
    "certificates",
    "header",
    "pattern",
    "holidays",
    "host",
    "into",
    "link",
    "organisation",
    "organisation_more",
    "other",
    "pending_closes_after",
    "port",
    "query",
    "quiet_from",
    "quiet_until",
    "remind_before",
    "remove_tags",
    "reopen_days",
    "resolved_closes_after",
    "sender_address",
    "sender_name",
    "subject_tag",
    "user",
    "who",
    "MONDAY",
    "TUESDAY",
    "WEDNESDAY",
    "THURSDAY",
    "FRIDAY",
    "SATURDAY",
    "SUNDAY",
    "response_URGENT",
    "restoration_URGENT",
    "response_HIGH",
    "restoration_HIGH",
    "response_NORMAL",
    "restoration_NORMAL",
    "response_LOW",
    "restoration_LOW",
];

/// Whether a person typed this.
pub(crate) fn is_typed(name: &str, text: &str) -> bool {
    TYPED.contains(&name) && !is_id(text)
}

/// Whether a text is an id of the schema: some fields are typed on one page and picked on another.
fn is_id(text: &str) -> bool {
    let read = URL_SAFE_NO_PAD.decode(text).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    read.is_some_and(|id| ["User:", "Organisation:"].iter().any(|kind| id.starts_with(kind)))
}
