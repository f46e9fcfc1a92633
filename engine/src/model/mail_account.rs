//! Accounts at providers of mail that are used by tokens (OAuth 2) instead of passwords, and how they are.

use std::fmt;
use std::time::Duration;

use chrono::{DateTime, Utc};
use subtle::ConstantTimeEq;

use super::{MailGrantId, UserId};

/// A token, a code or a verifier: shown to nobody.
#[derive(Clone)]
pub struct MailSecret(String);

impl MailSecret {
    /// Keeps a text from being shown.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself, for whoever hands it on.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl PartialEq for MailSecret {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_bytes().ct_eq(other.0.as_bytes()).into()
    }
}

impl Eq for MailSecret {}

impl fmt::Debug for MailSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MailSecret(…)")
    }
}

/// An account at a provider.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct MailAccount {
    /// The provider's name in the configuration.
    pub provider: String,
    /// The name to log in with, mostly a mail address.
    pub account: String,
}

impl MailAccount {
    /// Whether this is its name: a provider takes it in any case.
    #[must_use]
    pub fn is_called(&self, name: &str) -> bool {
        self.account.to_lowercase() == name.to_lowercase()
    }

    /// Whether this is the same account of the same provider.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        self.provider == other.provider && self.is_called(&other.account)
    }
}

/// A provider that the configuration names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfiguredMailProvider {
    /// Its name there, such as `m365`.
    pub name: String,
    /// What people call it, such as `Microsoft`.
    pub title: String,
}

/// An account that the configuration names, or a mailbox that an admin added, and what for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfiguredMailAccount {
    /// Which.
    pub account: MailAccount,
    /// What people call the provider, such as `Microsoft`.
    pub provider_title: String,
    /// The addresses of the mailboxes that are fetched with it.
    pub mailboxes: Vec<String>,
    /// Whether mail is sent with it.
    pub sends: bool,
    /// The servers at which its token is used, as `imaps://host:port`, each once.
    pub servers: Vec<String>,
}

impl ConfiguredMailAccount {
    /// Notes a server at which the token is used.
    pub fn add_server(&mut self, server: String) {
        if !self.servers.contains(&server) {
            self.servers.push(server);
        }
    }
}

/// What a provider answers when it grants something.
#[derive(Debug, Clone)]
pub struct GrantedTokens {
    /// What opens a mailbox for a while.
    pub access: MailSecret,
    /// For how long; unknown if the provider does not say.
    pub expires_in: Option<Duration>,
    /// By what the next tokens are asked for; `None`: by the same as before.
    pub refresh: Option<MailSecret>,
}

/// Why a provider gave no tokens. The words are fit for an admin and hold no secrets.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProviderFault {
    /// What was granted holds no longer: somebody has to sign in again.
    #[error("{0}")]
    ConsentGone(String),
    /// The provider does not accept how it is asked: the configuration is to be mended.
    #[error("{0}")]
    Refused(String),
    /// Something that passes: a network fault, or the provider has trouble.
    #[error("{0}")]
    Passing(String),
}

/// What a provider has granted for an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailGrant {
    /// Its id.
    pub id: MailGrantId,
    /// When somebody signed in.
    pub connected_at: DateTime<Utc>,
    /// Who; nobody: the command line.
    pub connected_by: Option<UserId>,
    /// Since when it is gone.
    pub gone_at: Option<DateTime<Utc>>,
    /// What the provider said then.
    pub gone_reason: Option<String>,
    /// The servers that were shown to who signed in; `None`: an older version did not ask.
    pub servers: Option<Vec<String>>,
}

impl MailGrant {
    /// Whether its token may be shown to this server, as [`ConfiguredMailAccount::servers`] has it.
    #[must_use]
    pub fn is_for(&self, server: &str) -> bool {
        self.servers.as_ref().is_none_or(|servers| servers.iter().any(|one| one == server))
    }
}

/// An account and what was granted for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailAccountState {
    /// What it is used for.
    pub configured: ConfiguredMailAccount,
    /// What was granted; `None`: nobody has signed in yet.
    pub grant: Option<MailGrant>,
}
