//! Who is at a ticket now.

use chrono::{DateTime, Utc};

use super::UserId;

/// A member of the staff who has a ticket open, or writes on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Presence {
    /// Who.
    pub user: UserId,
    /// Whether they have written on it in the last half minute, and not sent it yet.
    pub writing: bool,
    /// Since when they look at it without a break, or write on it.
    pub since: DateTime<Utc>,
}
