//! What the staff keep in mind about a customer.

use chrono::{DateTime, Utc};

use super::UserId;

/// What the staff keep in mind about a customer. For the staff: customers learn nothing of it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Memo {
    /// The text; empty: it was taken away.
    pub text: String,
    /// Which version it is, counted from 1.
    pub version: i64,
    /// Who wrote it last; nobody: the system.
    pub changed_by: Option<UserId>,
    /// When.
    pub changed_at: DateTime<Utc>,
}
