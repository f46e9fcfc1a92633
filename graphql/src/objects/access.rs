//! What lets people in: sessions, API tokens and identities at providers, never the secrets themselves.

use async_graphql::{ID, SimpleObject};

use crate::{ids, scalars::DateTime};

/// An active session.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct Session {
    /// Its id; `revokeSession` takes it.
    id: ID,
    /// Whether it is the session of this request.
    current: bool,
    /// When it started.
    created_at: DateTime,
    /// When it was last used, to the minute.
    last_seen_at: DateTime,
    /// The user agent of the browser.
    client: Option<String>,
}

impl From<engine::Session> for Session {
    fn from(session: engine::Session) -> Self {
        Self {
            id: ids::id(session.id),
            current: session.current,
            created_at: session.created_at.into(),
            last_seen_at: session.last_seen_at.into(),
            client: session.client,
        }
    }
}

/// The state of the viewer's second factor.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct SecondFactor {
    /// Since when an authenticator app has been in use; null for none.
    enabled_at: Option<DateTime>,
    /// How many recovery codes are left.
    recovery_codes: u64,
    /// Whether the viewer's role requires one.
    required: bool,
    /// The viewer's passkeys, the oldest first.
    passkeys: Vec<Passkey>,
    /// Whether passkeys are available: the URL of this installation is encrypted and has a host name.
    passkeys_available: bool,
}

/// A passkey, with which its owner logs in by fingerprint, face, PIN or security key.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct Passkey {
    /// Its id; `renamePasskey` and `removePasskey` take it.
    id: ID,
    /// The name that its owner gave it.
    name: String,
    /// When it was added.
    created_at: DateTime,
    /// When it was last used; null for never.
    last_used_at: Option<DateTime>,
}

impl From<engine::Passkey> for Passkey {
    fn from(passkey: engine::Passkey) -> Self {
        Self {
            id: ids::id(passkey.id),
            name: passkey.name,
            created_at: passkey.created_at.into(),
            last_used_at: passkey.last_used_at.map(DateTime),
        }
    }
}

impl From<engine::SecondFactor> for SecondFactor {
    fn from(one: engine::SecondFactor) -> Self {
        Self {
            enabled_at: one.enabled_at.map(DateTime),
            recovery_codes: one.recovery_codes,
            required: one.required,
            passkeys: one.passkeys.into_iter().map(Passkey::from).collect(),
            passkeys_available: one.passkeys_available,
        }
    }
}

/// An API token that has not been revoked.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct ApiToken {
    /// Its id; `revokeApiToken` takes it.
    id: ID,
    /// What it is for.
    name: String,
    /// What it is allowed to do: `tickets:read`, `tickets:write`, `admin`.
    scopes: Vec<String>,
    /// When it was created.
    created_at: DateTime,
    /// When it expires; null for never.
    expires_at: Option<DateTime>,
    /// When it was last used, to the minute; null for never.
    last_used_at: Option<DateTime>,
}

impl From<engine::ApiToken> for ApiToken {
    fn from(token: engine::ApiToken) -> Self {
        Self {
            id: ids::id(token.id),
            name: token.name,
            scopes: token.scopes,
            created_at: token.created_at.into(),
            expires_at: token.expires_at.map(DateTime),
            last_used_at: token.last_used_at.map(DateTime),
        }
    }
}

/// A person's identity at a single sign-on provider.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct Identity {
    /// Its id; `unlinkIdentity` takes it.
    id: ID,
    /// The name of the provider; its URL if it is no longer configured.
    provider: String,
    /// The address that the provider last sent; null for none.
    address: Option<String>,
    /// When it was linked.
    created_at: DateTime,
    /// When it was last used to log in; null for never.
    last_used_at: Option<DateTime>,
}

impl From<engine::Identity> for Identity {
    fn from(identity: engine::Identity) -> Self {
        Self {
            id: ids::id(identity.id),
            provider: identity.provider,
            address: identity.address,
            created_at: identity.created_at.into(),
            last_used_at: identity.last_used_at.map(DateTime),
        }
    }
}
