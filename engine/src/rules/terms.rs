//! What the rules take from outside: settings, and facts about people and queues that only the database knows.

use std::collections::HashMap;

use crate::{
    attention::Attention,
    error::Error,
    lifecycle::Delays,
    model::{OrganisationId, QueueId, UserId},
    sla::BusinessTime,
};

/// What was agreed and what is known while a list of changes is decided.
#[derive(Debug, Clone)]
pub struct Terms {
    /// Whether a public answer assigns an unassigned ticket to the member of the staff who wrote it.
    pub answer_assigns: bool,
    /// Facts that were looked up so far.
    pub known: Known,
}

/// What holds in a queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Customs {
    /// How long a ticket waits before the system closes it.
    pub delays: Delays,
    /// Whether emails quote comments, so that each comment needs an email of its own.
    pub emails_quote: bool,
}

/// Something about people or queues that a decision depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fact {
    /// Whether email reaches the customer: [`Known::customer_is_reachable`].
    CustomerIsReachable,
    /// Whether a person can be responsible for tickets of a queue: [`Known::assignable`].
    Assignable(UserId, QueueId),
    /// Whether tickets can be moved into a queue: [`Known::queues`].
    Queue(QueueId),
    /// Whether the customer belongs to an organisation: [`Known::organisations`].
    Organisation(OrganisationId),
    /// What holds in a queue: [`Known::customs`].
    Customs(QueueId),
    /// On which calendar business days are counted in a queue: [`Known::closing_calendars`].
    ClosingCalendar(QueueId),
    /// What nobody has answered: [`Known::unanswered`].
    Unanswered,
}

/// Facts that were looked up.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// Whether email reaches the customer.
    pub customer_is_reachable: Option<bool>,
    /// Whether a person can be responsible for tickets of a queue; `None`: there is no such person.
    pub assignable: HashMap<(UserId, QueueId), Option<Assignable>>,
    /// Whether tickets can be moved into queues.
    pub queues: HashMap<QueueId, bool>,
    /// What holds in queues.
    pub customs: HashMap<QueueId, Customs>,
    /// Organisations; `None`: there is none of this id.
    pub organisations: HashMap<OrganisationId, Option<TicketOrganisation>>,
    /// The calendars on which business days are counted in queues.
    pub closing_calendars: HashMap<QueueId, BusinessTime>,
    /// What of the customer's nobody has answered, read off the posts that the ticket had before ([`Attention::of_posts`]).
    pub unanswered: Option<Attention>,
}

/// An organisation of which a ticket may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TicketOrganisation {
    /// Whether the customer of the ticket belongs to it.
    pub of_customer: bool,
    /// Whether its members would read what a colleague wrote in a ticket of another organisation that was merged into
    /// this one.
    pub would_read_merged: bool,
}

/// Whether somebody can be responsible for tickets of a queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Assignable {
    /// An active admin, or an active agent who works the queue.
    pub allowed: bool,
    /// Whether they said that they are away now: nothing becomes theirs by itself then, but they can be assigned by hand.
    pub away: bool,
}

/// Why there is no decision.
#[derive(Debug)]
pub enum Undecided {
    /// The changes are refused; the error names the change ([`Error::change`]).
    Refused(Error),
    /// This must be looked up first; then ask again.
    Needs(Fact),
}

impl From<Error> for Undecided {
    fn from(error: Error) -> Self {
        Self::Refused(error)
    }
}

impl Undecided {
    /// The same, as the fault of one change in the list.
    pub(super) fn of_change(self, index: usize, field: &'static str) -> Self {
        match self {
            Self::Refused(error) => Self::Refused(error.of_change(index, field)),
            Self::Needs(fact) => Self::Needs(fact),
        }
    }
}

impl Known {
    pub(super) fn customer_is_reachable(&self) -> Result<bool, Undecided> {
        self.customer_is_reachable.ok_or(Undecided::Needs(Fact::CustomerIsReachable))
    }

    pub(super) fn assignable(&self, user: UserId, queue: QueueId) -> Result<Option<Assignable>, Undecided> {
        known(self.assignable.get(&(user, queue)), Fact::Assignable(user, queue))
    }

    pub(super) fn customs(&self, queue: QueueId) -> Result<Customs, Undecided> {
        known(self.customs.get(&queue), Fact::Customs(queue))
    }

    pub(super) fn closing_calendar(&self, queue: QueueId) -> Result<&BusinessTime, Undecided> {
        self.closing_calendars.get(&queue).ok_or(Undecided::Needs(Fact::ClosingCalendar(queue)))
    }

    pub(super) fn organisation(&self, id: OrganisationId) -> Result<Option<TicketOrganisation>, Undecided> {
        known(self.organisations.get(&id), Fact::Organisation(id))
    }

    pub(super) fn unanswered(&self) -> Result<Attention, Undecided> {
        self.unanswered.ok_or(Undecided::Needs(Fact::Unanswered))
    }

    pub(super) fn takes_tickets(&self, queue: QueueId) -> Result<bool, Undecided> {
        known(self.queues.get(&queue), Fact::Queue(queue))
    }
}

fn known<T: Copy>(found: Option<&T>, fact: Fact) -> Result<T, Undecided> {
    found.copied().ok_or(Undecided::Needs(fact))
}
