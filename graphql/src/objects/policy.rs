//! Why: forms tell people the rules before they break them.

use async_graphql::SimpleObject;

/// What a password must have.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct PasswordRule {
    /// How many characters.
    pub(crate) min_length: i32,
    /// How many digits.
    pub(crate) digits: i32,
    /// How many lower-case letters.
    pub(crate) lower: i32,
    /// How many upper-case letters.
    pub(crate) upper: i32,
}

/// How large files may be.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct Limits {
    /// One file, in bytes.
    pub(crate) attachment_bytes: i32,
    /// All files of one comment together, in bytes.
    pub(crate) message_bytes: i32,
    /// For how many seconds an answer or a status can be taken back that the staff have sent from a page; 0: not at all.
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
