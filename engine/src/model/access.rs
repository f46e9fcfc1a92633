//! What lets somebody in: sessions, API tokens and identities at providers, as lists show them; never the secrets themselves.

use chrono::{DateTime, Utc};

use super::{IdentityId, PasskeyId, SessionId, TokenId, UserId};

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

/// How somebody's second factor stands.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SecondFactor {
    /// Since when an authenticator app is in use; without it, there is none.
    pub enabled_at: Option<DateTime<Utc>>,
    /// How many recovery codes are left.
    pub recovery_codes: u64,
    /// Whether the role requires one.
    pub required: bool,
    /// The passkeys, the oldest first.
    pub passkeys: Vec<Passkey>,
    /// Whether passkeys can be used at the address of this installation.
    pub passkeys_available: bool,
}

/// A key by which a person logs in, held by a device or a password manager of theirs.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Passkey {
    /// Its id.
    pub id: PasskeyId,
    /// What its owner calls it.
    pub name: String,
    /// When it was added.
    pub created_at: DateTime<Utc>,
    /// When it was last used; never, if there is none.
    pub last_used_at: Option<DateTime<Utc>>,
}

/// What can be shown after the password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LoginMethod {
    /// A code of an authenticator app.
    App,
    /// A passkey.
    Passkey,
    /// A recovery code.
    RecoveryCode,
}

impl LoginMethod {
    /// The method as the schema calls it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::App => "APP",
            Self::Passkey => "PASSKEY",
            Self::RecoveryCode => "RECOVERY_CODE",
        }
    }
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

/// As whom a provider of single sign-on knows a person.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Identity {
    /// Its id.
    pub id: IdentityId,
    /// What the provider is called; one that is configured no longer goes by its address.
    pub provider: String,
    /// The address that the provider named last, if any.
    pub address: Option<String>,
    /// Since when it lets its person in.
    pub created_at: DateTime<Utc>,
    /// When somebody last logged in with it.
    pub last_used_at: Option<DateTime<Utc>>,
}
