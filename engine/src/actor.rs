//! On whose behalf a command runs.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use crate::model::{Cause, Channel, OrganisationId, Role, SessionId, TokenId, UserId};

/// On whose behalf a command runs: a user, the mail gateway or the system itself. Two actors are the same when they are
/// the same user with the same rights, wherever their requests come from.
#[derive(Debug, Clone)]
pub struct Actor {
    who: Who,
    origin: Option<Arc<Origin>>,
}

impl PartialEq for Actor {
    fn eq(&self, other: &Self) -> bool {
        self.who == other.who
    }
}

impl Eq for Actor {}

/// Where a request comes from, and what it has used of its quotas.
#[derive(Debug, Default)]
struct Origin {
    address: Option<String>,
    used: Mutex<Vec<Used>>,
}

/// A quota of which a request has used something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Used {
    /// What is counted, such as `tickets`.
    pub policy: &'static str,
    /// How much is let through within a window.
    pub quota: u64,
    /// How long a window is.
    pub window: Duration,
    /// How much of it is left.
    pub remaining: u64,
    /// When a new window begins.
    pub reset: Duration,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Who {
    Nobody,
    System,
    Gateway,
    User(Box<Viewer>),
    /// Their role requires a second factor, and they have none yet.
    Unready(Box<Viewer>),
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
    /// Where they belong, the first one first.
    pub organisations: Vec<OrganisationId>,
    /// Those of these that share their tickets with them.
    pub shared: Vec<OrganisationId>,
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
    /// By the signed link of a letter to them, which leads to one ticket.
    Letter,
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
    /// Whether they are the same user with the same rights, whatever else has changed about them.
    #[must_use]
    pub fn may_the_same_as(&self, other: &Self) -> bool {
        match (&self.who, &other.who) {
            (Who::User(now), Who::User(before)) => {
                now.id == before.id
                    && now.via == before.via
                    && now.role == before.role
                    && now.scopes == before.scopes
                    && now.organisations == before.organisations
                    && now.shared == before.shared
            }
            _ => self == other,
        }
    }

    const fn who(who: Who) -> Self {
        Self { who, origin: None }
    }

    /// The same actor, with a request that comes from this network address; quotas that are shared by an address count
    /// it, and [`Actor::used`] tells what the request has used of them.
    #[must_use]
    pub fn from_address(self, address: Option<String>) -> Self {
        Self { origin: Some(Arc::new(Origin { address, used: Mutex::default() })), ..self }
    }

    /// The network address that the request comes from, if it is known.
    #[must_use]
    pub fn address(&self) -> Option<&str> {
        self.origin.as_ref()?.address.as_deref()
    }

    /// What the request has used of its quotas so far; of several for one policy, the one of which least is left.
    #[must_use]
    pub fn used(&self) -> Vec<Used> {
        let Some(origin) = &self.origin else { return Vec::new() };
        origin.used.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Notes what the request has used of a quota.
    pub(crate) fn note_use(&self, used: Used) {
        let Some(origin) = &self.origin else { return };
        let mut known = origin.used.lock().unwrap_or_else(PoisonError::into_inner);
        match known.iter_mut().find(|known| known.policy == used.policy) {
            Some(known) if used.remaining <= known.remaining => *known = used,
            Some(_) => {}
            None => known.push(used),
        }
    }

    /// Nobody who was recognised: may log in and no more.
    #[must_use]
    pub const fn nobody() -> Self {
        Self::who(Who::Nobody)
    }

    /// The system: timers, the command line, a host program that sets things up.
    #[must_use]
    pub const fn system() -> Self {
        Self::who(Who::System)
    }

    /// The mail gateway, which acts for the senders of mails.
    #[must_use]
    pub const fn gateway() -> Self {
        Self::who(Who::Gateway)
    }

    /// A user who was recognised.
    #[must_use]
    pub fn viewer(viewer: Viewer) -> Self {
        Self::who(Who::User(Box::new(viewer)))
    }

    /// A user whose role requires a second factor and who has none yet: they may set one up and log out, and are nobody to
    /// everything else.
    pub(crate) fn unready(viewer: Viewer) -> Self {
        Self::who(Who::Unready(Box::new(viewer)))
    }

    /// The user, if it is one who may do more than set up a second factor.
    #[must_use]
    pub fn user(&self) -> Option<&Viewer> {
        match &self.who {
            Who::User(viewer) => Some(viewer),
            Who::Nobody | Who::System | Who::Gateway | Who::Unready(_) => None,
        }
    }

    /// The user, also one who has yet to set up a second factor: for what everybody may do with their own log-in.
    #[must_use]
    pub fn person(&self) -> Option<&Viewer> {
        match &self.who {
            Who::User(viewer) | Who::Unready(viewer) => Some(viewer),
            Who::Nobody | Who::System | Who::Gateway => None,
        }
    }

    /// How a change comes about that the actor makes.
    pub(crate) fn cause(&self) -> Cause {
        match self.person().map(|viewer| viewer.via) {
            Some(Via::Session(_) | Via::Letter) => Cause::Web,
            Some(Via::Token(_)) => Cause::Api,
            None if self.is_gateway() => Cause::Mail,
            Some(Via::Local) | None => Cause::System,
        }
    }

    /// The channel of what the actor writes.
    pub(crate) fn channel(&self) -> Channel {
        match self.user().map(|viewer| viewer.via) {
            Some(Via::Session(_) | Via::Letter) => Channel::Web,
            _ => Channel::Api,
        }
    }

    /// Whether it is the system or the mail gateway, to whom nothing is hidden.
    #[must_use]
    pub const fn is_internal(&self) -> bool {
        matches!(self.who, Who::System | Who::Gateway)
    }

    /// Whether it is the mail gateway.
    #[must_use]
    pub const fn is_gateway(&self) -> bool {
        matches!(self.who, Who::Gateway)
    }
}
