//! What lets somebody in: sessions and API tokens, as lists show them; never the secrets themselves.

use chrono::{DateTime, Utc};

use super::{SessionId, TokenId, UserId};

/// A log-in that has not ended.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Session {
    /// Its id.
    pub id: SessionId,
    /// Whether the actor who asked came with it.
    pub current: bool,
    /// When it began.
    pub created_at: DateTime<Utc>,
    /// When it was last used, to the minute.
    pub last_seen_at: DateTime<Utc>,
    /// When it ends by itself.
    pub expires_at: DateTime<Utc>,
    /// What the browser called itself.
    pub client: Option<String>,
}

/// An API token that has not been revoked.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ApiToken {
    /// Its id.
    pub id: TokenId,
    /// In whose name it acts.
    pub user: UserId,
    /// What it is for.
    pub name: String,
    /// What it allows.
    pub scopes: Vec<String>,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// When it ends by itself.
    pub expires_at: Option<DateTime<Utc>>,
    /// When it was last used, to the minute; never, if there is none.
    pub last_used_at: Option<DateTime<Utc>>,
}
