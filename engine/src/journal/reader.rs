//! Who reads the journal: an actor with all that decides what they may see, as of the moment it was read.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{
    actor::{Actor, Scope, Scopes, Via, Viewer},
    engine::Engine,
    error::{Error, Result},
    model::{OrganisationId, QueueId, Role, Ticket, UserId},
    policy::{self, Subject, sight::Sight},
    store::{logins::Known, people},
};

/// An actor as of a moment, with the queues that they work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader {
    actor: Actor,
    queues: Arc<[QueueId]>,
    until: Option<DateTime<Utc>>,
}

/// What decides what a reader sees. Two readers of the same group see the same of whatever both may see, except where
/// an answer speaks of the viewer themselves.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ReaderGroup {
    role: Option<Role>,
    scopes: Option<Scopes>,
    queues: Arc<[QueueId]>,
    /// Customers see by who they are.
    customer: Option<(UserId, Vec<OrganisationId>, Vec<OrganisationId>)>,
}

impl Reader {
    /// The actor as of now, so that what they lost meanwhile they lose at once.
    ///
    /// # Errors
    /// Unauthenticated, when the log-in or the token has ended; `MissingScope`, when the token may not read tickets.
    pub(super) async fn renew(engine: &Engine, actor: &Actor) -> Result<Self> {
        match actor.user() {
            Some(viewer) => detached(Self::of(engine.clone(), viewer.clone())).await,
            None => Ok(Self { actor: actor.clone(), queues: Arc::default(), until: None }),
        }
    }

    async fn of(engine: Engine, viewer: Viewer) -> Result<Self> {
        let known = Known::again(&viewer);
        let database = engine.database();
        let still = known.recognise(database).await?;
        let still = still.filter(|still| still.holds(engine.now())).ok_or(Error::Unauthenticated)?;
        if still.is_barred(&known, &engine.settings().accounts.single_sign_on)? {
            return Err(Error::Unauthenticated);
        }
        let until = still.until();
        let now =
            policy::logged_in(&still.actor(&known, &engine.settings().accounts.second_factor)?)?.clone();
        // A host program may have narrowed what it lets somebody do.
        let scopes = if viewer.via == Via::Local { viewer.scopes } else { now.scopes };
        let viewer = Viewer { scopes, ..now };
        let queues = match viewer.role {
            Role::Agent => people::queues_of(database.ro(), viewer.id).await?.into(),
            Role::Customer | Role::Admin => Arc::default(),
        };
        let actor = Actor::viewer(viewer);
        policy::in_scope(&actor, Scope::Read)?;
        Ok(Self { actor, queues, until })
    }

    /// The actor.
    #[must_use]
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// What decides what they see.
    #[must_use]
    pub fn group(&self) -> ReaderGroup {
        let viewer = self.actor.user();
        let customer = viewer.filter(|viewer| viewer.role == Role::Customer);
        ReaderGroup {
            role: viewer.map(|viewer| viewer.role),
            scopes: viewer.map(|viewer| viewer.scopes),
            queues: Arc::clone(&self.queues),
            customer: customer.map(|viewer| (viewer.id, viewer.organisations.clone(), viewer.shared.clone())),
        }
    }

    /// Whether `now` may see or do less than this reader, or something else altogether: another role, a scope, a queue or
    /// the sharing of an organisation is gone.
    pub(super) fn has_lost(&self, now: &Self) -> bool {
        let (Some(before), Some(after)) = (self.actor.user(), now.actor.user()) else { return false };
        let scope = |had: bool, has: bool| had && !has;
        before.role != after.role
            || scope(before.scopes.read, after.scopes.read)
            || scope(before.scopes.write, after.scopes.write)
            || scope(before.scopes.admin, after.scopes.admin)
            || before.shared.iter().any(|organisation| !after.shared.contains(organisation))
            || self.queues.iter().any(|queue| !now.queues.contains(queue))
    }

    /// Whether the role or the scopes are others.
    pub(super) fn is_another(&self, now: &Self) -> bool {
        let (Some(before), Some(after)) = (self.actor.user(), now.actor.user()) else { return false };
        before.role != after.role || before.scopes != after.scopes
    }

    /// When the log-in runs out by itself.
    pub(super) const fn until(&self) -> Option<DateTime<Utc>> {
        self.until
    }

    /// Whether the log-in has run out at `now`.
    pub(super) fn has_ended(&self, now: DateTime<Utc>) -> bool {
        self.until.is_some_and(|until| until <= now)
    }

    /// Whether a change of this subject may change what they see.
    pub(super) fn is_concerned_by(&self, subject: Uuid) -> bool {
        let Some(viewer) = self.actor.user() else { return false };
        let via = match viewer.via {
            Via::Session(id) => Some(id.0),
            Via::Token(id) => Some(id.0),
            Via::Letter | Via::Local => None,
        };
        viewer.id.0 == subject
            || via == Some(subject)
            || viewer.organisations.iter().any(|organisation| organisation.0 == subject)
    }

    /// Whether they may see an event of this ticket. `readers`: who may read it because they watch it.
    pub(super) fn sees(&self, ticket: &Ticket, readers: &[UserId], internal: bool) -> bool {
        let sight = Sight::of(&self.actor);
        let subject = Subject {
            ticket: ticket.id,
            customer: ticket.customer,
            organisation: ticket.organisation,
            is_private: ticket.is_private,
            watched: self.actor.user().is_some_and(|viewer| readers.contains(&viewer.id)),
            in_queue: self.queues.contains(&ticket.queue),
        };
        (sight.sees_internal() || !internal) && sight.sees(&subject)
    }

    /// Whether tags and whatever else is for the staff alone are theirs to see.
    pub(super) fn sees_internal(&self) -> bool {
        Sight::of(&self.actor).sees_internal()
    }
}

/// Runs what asks the database as a task of its own. A stream is polled when its consumer pleases, and one that held a
/// connection while a slow client reads nothing would keep it from everybody else.
pub(super) async fn detached<T: Send + 'static>(
    asking: impl Future<Output = Result<T>> + Send + 'static,
) -> Result<T> {
    tokio::spawn(asking).await.map_err(Error::internal)?
}
