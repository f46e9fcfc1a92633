//! Why: forms tell people the rules before they break them.

use async_graphql::SimpleObject;

/// The requirements for a password.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct PasswordRule {
    /// The minimum number of characters.
    pub(crate) min_length: i32,
    /// The minimum number of digits.
    pub(crate) digits: i32,
    /// The minimum number of lower-case letters.
    pub(crate) lower: i32,
    /// The minimum number of upper-case letters.
    pub(crate) upper: i32,
}

/// The limits for files.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct Limits {
    /// The maximum size of a file, in bytes.
    pub(crate) attachment_bytes: i32,
    /// The maximum size of all files of a comment, in bytes.
    pub(crate) message_bytes: i32,
    /// For how many seconds an answer or a status that the staff sent from a page can be taken back; 0 for not at all.
    pub(crate) undo_seconds: i32,
}

impl From<engine::PasswordRule> for PasswordRule {
    fn from(rule: engine::PasswordRule) -> Self {
        let count = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
        Self {
            min_length: count(rule.min_length),
            digits: count(rule.digits),
            lower: count(rule.lower),
            upper: count(rule.upper),
        }
    }
}
