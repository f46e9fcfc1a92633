//! On whose behalf a command runs.

use crate::model::{OrganisationId, Role, SessionId, TokenId, UserId};

/// On whose behalf a command runs: a user, the mail gateway or the system itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor(Who);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Who {
    Nobody,
    System,
    Gateway,
    User(Box<Viewer>),
}

/// A user who was recognised, with what the rules need to know of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Viewer {
    /// Their id.
    pub id: UserId,
    /// Their mail address.
    pub email: String,
    /// Their name.
    pub name: String,
    /// What they are to the desk.
    pub role: Role,
    /// Where they belong.
    pub organisation: Option<OrganisationId>,
    /// Whether that organisation shares its tickets and they may see them.
    pub shares: bool,
    /// Their language, `de` or `en`.
    pub locale: String,
    /// IANA name of their time zone.
    pub time_zone: String,
    /// How they were recognised.
    pub via: Via,
    /// What their token allows; a session allows everything.
    pub scopes: Scopes,
}

/// How a user was recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Via {
    /// By a log-in.
    Session(SessionId),
    /// By an API token.
    Token(TokenId),
    /// By the program that runs the engine.
    Local,
}

/// What a token allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Scopes {
    /// `tickets:read`, which `tickets:write` includes.
    pub read: bool,
    /// `tickets:write`.
    pub write: bool,
    /// `admin`.
    pub admin: bool,
}

impl Scopes {
    /// Everything, as for a session.
    pub const ALL: Self = Self { read: true, write: true, admin: true };

    /// Whether this scope is among them.
    #[must_use]
    pub const fn allow(self, scope: Scope) -> bool {
        match scope {
            Scope::Read => self.read,
            Scope::Write => self.write,
            Scope::Admin => self.admin,
        }
    }

    /// The first scope that `wanted` has and these have not.
    #[must_use]
    pub fn missing(self, wanted: Self) -> Option<Scope> {
        Scope::ALL.into_iter().find(|scope| wanted.allow(*scope) && !self.allow(*scope))
    }

    /// Reads the words of a token, separated by white space; unknown ones allow nothing. Writing includes reading: the
    /// answer to a change shows what was changed.
    #[must_use]
    pub fn parse(words: &str) -> Self {
        let has = |wanted| words.split_whitespace().any(|word| word == wanted);
        let write = has("tickets:write");
        Self { read: write || has("tickets:read"), write, admin: has("admin") }
    }
}

/// One thing that a token may allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// `tickets:read`.
    Read,
    /// `tickets:write`.
    Write,
    /// `admin`.
    Admin,
}

impl Scope {
    /// Every scope, in the order in which they are kept.
    pub const ALL: [Self; 3] = [Self::Read, Self::Write, Self::Admin];

    /// The scope as a token names it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Read => "tickets:read",
            Self::Write => "tickets:write",
            Self::Admin => "admin",
        }
    }
}

impl Actor {
    /// Nobody who was recognised: may log in and no more.
    #[must_use]
    pub const fn nobody() -> Self {
        Self(Who::Nobody)
    }

    /// The system: timers, the command line, a host program that sets things up.
    #[must_use]
    pub const fn system() -> Self {
        Self(Who::System)
    }

    /// The mail gateway, which acts for the senders of mails.
    #[must_use]
    pub const fn gateway() -> Self {
        Self(Who::Gateway)
    }

    /// A user who was recognised.
    #[must_use]
    pub fn viewer(viewer: Viewer) -> Self {
        Self(Who::User(Box::new(viewer)))
    }

    /// The user, if it is one.
    #[must_use]
    pub fn user(&self) -> Option<&Viewer> {
        match &self.0 {
            Who::User(viewer) => Some(viewer),
            Who::Nobody | Who::System | Who::Gateway => None,
        }
    }

    /// Whether it is the system or the mail gateway, to whom nothing is hidden.
    #[must_use]
    pub const fn is_internal(&self) -> bool {
        matches!(self.0, Who::System | Who::Gateway)
    }

    /// Whether it is the mail gateway.
    #[must_use]
    pub const fn is_gateway(&self) -> bool {
        matches!(self.0, Who::Gateway)
    }
}
