//! Who sees what: the one place where it stands, as a value that is rendered wherever it is asked.
//!
//! | who | tickets | of these | people | organisations | queues |
//! | --- | --- | --- | --- | --- | --- |
//! | system, mail gateway, admin | all | everything | all | all | all |
//! | agent | those in the queues they work | everything | all | all | all |
//! | customer | those they opened; those opened for one of their organisations that it shares with them, except private ones; those that they were given to watch | the public face | themselves and colleagues who share; by name also the staff and who takes part in these tickets or watches them; of others no address | their own | those with an address or with one of these tickets |
//! | nobody, a token without `tickets:read` | none | nothing | themselves | none | none |
//! | an admin's token with `admin` alone | none | nothing | all | all | all |
//!
//! A person may belong to several organisations; a ticket is of one of them, and what another one shares says nothing of it.
//!
//! An organisation shares its tickets with nobody, with selected members or with all of them; what that means for an
//! actor is read with the actor ([`crate::model::Sharing::reaches`]).
//!
//! [`crate::store::visible`] renders it as SQL for lists, counts, search, single rows, files and emails; [`Sight::relation`]
//! asks it of a ticket that is at hand, for commands and for those who follow the journal. A test compares all of them
//! with each other, and with an independent reference.

use super::{Relation, Subject};
use crate::{
    actor::{Actor, Viewer},
    attention::Attention,
    model::{OrganisationId, Role, Ticket, UserId},
};

/// A tie between an actor and a ticket, by which the actor sees the ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tie<'a> {
    /// The actor opened it.
    Opened(UserId),
    /// It is of one of the actor's organisations, which shares it with them, and it is not private.
    Shared(&'a [OrganisationId]),
    /// The actor was given it to watch.
    Watched(UserId),
    /// It waits in a queue that the actor works.
    Queue(UserId),
}

/// Which tickets an actor sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tickets<'a> {
    /// None.
    None,
    /// Those to which one of these ties leads, the closest first.
    Tied([Option<Tie<'a>>; 3]),
    /// All.
    All,
}

/// What an actor sees of the tickets that they see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Face {
    /// Public comments and events; no tags, no priority that the staff set, no version and no times of their doings.
    Public,
    /// Everything.
    Internal,
}

/// Which people an actor sees, and with them organisations and queues.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum People {
    /// Themselves.
    Oneself,
    /// Themselves, and colleagues with whom their organisation shares its tickets.
    Colleagues,
    /// Everybody.
    Everybody,
}

/// What an actor sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sight<'a> {
    /// Which tickets.
    pub(crate) tickets: Tickets<'a>,
    /// What of these.
    pub(crate) face: Face,
    /// Which people.
    pub(crate) people: People,
}

impl<'a> Sight<'a> {
    /// What this actor sees.
    pub(crate) fn of(actor: &'a Actor) -> Self {
        let Some(viewer) = actor.user() else {
            return if actor.is_internal() { Self::EVERYTHING } else { Self::NOTHING };
        };
        let sight = if viewer.scopes.read { Self::of_role(viewer) } else { Self::NOTHING };
        if viewer.role == Role::Admin && viewer.scopes.admin {
            return Self { people: People::Everybody, ..sight };
        }
        sight
    }

    const EVERYTHING: Self = Self { tickets: Tickets::All, face: Face::Internal, people: People::Everybody };
    const NOTHING: Self = Self { tickets: Tickets::None, face: Face::Public, people: People::Oneself };

    const fn of_role(viewer: &'a Viewer) -> Self {
        let (face, people) = match viewer.role {
            Role::Customer => (Face::Public, People::Colleagues),
            Role::Agent | Role::Admin => (Face::Internal, People::Everybody),
        };
        Self { tickets: Tickets::of(viewer), face, people }
    }

    /// Whether internal comments and events, tags and all else that is for the staff alone are theirs to see.
    pub(crate) const fn sees_internal(self) -> bool {
        matches!(self.face, Face::Internal)
    }

    /// Whether they see this ticket.
    pub(crate) fn sees(self, subject: &Subject) -> bool {
        self.tickets.relation(subject) != Relation::Stranger
    }

    /// A ticket as they may see it: the public face shows nothing of what the staff do among themselves.
    pub(crate) fn shown(self, ticket: Ticket, viewer: Option<&Viewer>) -> Ticket {
        if self.sees_internal() {
            return ticket;
        }
        let own = |from: &UserId| *from == ticket.customer || viewer.is_some_and(|viewer| viewer.id == *from);
        let held_back = ticket.attention.held_back.filter(|(_, from)| own(from));
        Ticket {
            version: ticket.public.version,
            updated_at: ticket.public.updated_at,
            priority: ticket.public.priority,
            tags: Vec::new(),
            due_at: None,
            escalates_at: None,
            attention: Attention { held_back, ..Attention::default() },
            ..ticket
        }
    }

    /// The version of a ticket as they may see it: `version` counts all of its changes, `public` those that its customer sees.
    pub(crate) const fn version(self, version: i64, public: i64) -> i64 {
        if self.sees_internal() { version } else { public }
    }
}

impl<'a> Tickets<'a> {
    /// Those that a user sees, whatever their token allows.
    pub(crate) const fn of(viewer: &'a Viewer) -> Self {
        match (viewer.role, viewer.shared.as_slice()) {
            (Role::Admin, _) => Self::All,
            (Role::Agent, _) => Self::Tied([Some(Tie::Queue(viewer.id)), None, None]),
            (Role::Customer, []) => {
                Self::Tied([Some(Tie::Opened(viewer.id)), Some(Tie::Watched(viewer.id)), None])
            }
            (Role::Customer, organisations) => Self::Tied([
                Some(Tie::Opened(viewer.id)),
                Some(Tie::Shared(organisations)),
                Some(Tie::Watched(viewer.id)),
            ]),
        }
    }

    /// The ties that lead to them; none, where they are all or none.
    pub(crate) fn ties(self) -> impl Iterator<Item = Tie<'a>> {
        match self {
            Self::Tied(ties) => ties,
            Self::None | Self::All => [None; 3],
        }
        .into_iter()
        .flatten()
    }

    /// How one who sees these stands to a ticket; [`Relation::Stranger`]: they do not see it.
    pub(crate) fn relation(self, subject: &Subject) -> Relation {
        match self {
            Self::All => Relation::Queue,
            Self::None => Relation::Stranger,
            Self::Tied(_) => {
                let holds = self.ties().find(|tie| tie.holds(subject));
                holds.map_or(Relation::Stranger, Tie::relation)
            }
        }
    }
}

impl Tie<'_> {
    /// Whether it leads to this ticket.
    fn holds(self, subject: &Subject) -> bool {
        match self {
            Self::Opened(user) => subject.customer == user,
            Self::Shared(organisations) => {
                subject.organisation.is_some_and(|one| organisations.contains(&one)) && !subject.is_private
            }
            Self::Watched(_) => subject.watched,
            Self::Queue(_) => subject.in_queue,
        }
    }

    const fn relation(self) -> Relation {
        match self {
            Self::Opened(_) => Relation::Own,
            Self::Shared(_) => Relation::Shared,
            Self::Watched(_) => Relation::Watched,
            Self::Queue(_) => Relation::Queue,
        }
    }
}
