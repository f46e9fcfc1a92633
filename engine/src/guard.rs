//! The host's own word before a command: a guard may refuse what the policy permits, and can permit nothing by itself.

use std::{fmt, sync::Arc};

use crate::{
    actor::{Actor, Viewer},
    engine::Engine,
    error::{Error, Result},
    policy::{self, Action, Permit, Subject},
};

/// Asked before every command that the policy permits: by a person, one ticket after the other of a bulk change, a mail that
/// opens or joins a ticket, a timer. It is not asked for reading, nor for logging in and housekeeping.
///
/// It is called within the command's transaction and must answer at once, from what it knows: it neither waits nor asks a
/// database. A function that takes [`Asked`] is a guard.
pub trait Guard: Send + Sync {
    /// Lets the command go on, or refuses it.
    ///
    /// # Errors
    /// [`Refusal`], with the words that the person is shown.
    fn check(&self, asked: &Asked<'_>) -> Result<(), Refusal>;
}

impl<F: Fn(&Asked<'_>) -> Result<(), Refusal> + Send + Sync> Guard for F {
    fn check(&self, asked: &Asked<'_>) -> Result<(), Refusal> {
        self(asked)
    }
}

/// What a guard is asked.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Asked<'a> {
    /// On whose behalf the command runs.
    pub actor: &'a Actor,
    /// What it wants to do.
    pub action: Action,
    /// The ticket that it is about; `None`: no ticket in particular, or one that does not exist yet.
    pub ticket: Option<&'a Subject>,
}

/// The host refuses a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal(String);

impl Refusal {
    /// With the sentence that the person is shown.
    pub fn because(words: impl Into<String>) -> Self {
        Self(words.into())
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Guarded { message: refusal.0 }
    }
}

/// The guard of this installation, if the host has one.
#[derive(Clone, Default)]
pub(crate) struct Guarding(Option<Arc<dyn Guard>>);

impl From<Arc<dyn Guard>> for Guarding {
    fn from(guard: Arc<dyn Guard>) -> Self {
        Self(Some(guard))
    }
}

impl Guarding {
    /// Whether there is one.
    pub(crate) const fn is_set(&self) -> bool {
        self.0.is_some()
    }
}

impl fmt::Debug for Guarding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Guarding").field(&self.0.is_some()).finish()
    }
}

impl Engine {
    /// Asks the policy, and then the host's guard.
    ///
    /// # Errors
    /// As [`policy::check`]; [`Error::Guarded`] when the guard refuses.
    pub(crate) fn permit(&self, actor: &Actor, action: Action, ticket: Option<&Subject>) -> Result<Permit> {
        let permit = policy::check(actor, action, ticket)?;
        self.ask_guard(actor, action, ticket)?;
        Ok(permit)
    }

    /// The same about no ticket, where an action stands for several things: a refusal names what was asked, as words behind
    /// "You may not".
    ///
    /// # Errors
    /// As [`Engine::permit`].
    pub(crate) fn permit_to(&self, actor: &Actor, action: Action, asked: &'static str) -> Result<Permit> {
        policy::words::asked(self.permit(actor, action, None), asked)
    }

    /// The same for what belongs to the actor's own log-in, which is permitted also before they have the second factor that
    /// their role requires.
    ///
    /// # Errors
    /// As [`policy::own_login`]; [`Error::Guarded`] when the guard refuses.
    pub(crate) fn permit_own_login<'a>(&self, actor: &'a Actor) -> Result<(Permit, &'a Viewer)> {
        let permitted = policy::own_login(actor)?;
        self.ask_guard(actor, Action::ChangeOwnAccount, None)?;
        Ok(permitted)
    }

    /// Asks the host's guard alone, for what the policy has permitted.
    ///
    /// # Errors
    /// [`Error::Guarded`].
    pub(crate) fn ask_guard(&self, actor: &Actor, action: Action, ticket: Option<&Subject>) -> Result<()> {
        match &self.guard().0 {
            Some(guard) => Ok(guard.check(&Asked { actor, action, ticket })?),
            None => Ok(()),
        }
    }
}
