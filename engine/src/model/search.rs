//! What a search asks for, as it was read from what a person typed.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Channel, Priority, Status, TicketOrder, Turn};

/// A search: each of its parts narrows it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Search {
    /// The ticket that was named by its number, a letter's subject or a link; found whether or not the words fit.
    pub number: Option<i64>,
    /// Words and phrases.
    pub terms: Vec<SearchTerm>,
    /// Properties, such as a status.
    pub clauses: Vec<SearchClause>,
    /// What the list is ordered by; `None`: as usual.
    pub order: Option<TicketOrder>,
    /// Whom and what each of the terms names, in their order; looked up when the search is carried out.
    pub(crate) named: Vec<Named>,
}

/// Whose tickets a term names, beside what stands in the text of tickets.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Named {
    /// The customers.
    pub(crate) people: Owners,
    /// The organisations.
    pub(crate) organisations: Owners,
    /// Whether there is a tag that the term may be.
    pub(crate) tags: bool,
    /// Names alone were looked at: addresses and domains are not for the actor.
    pub(crate) names_only: bool,
}

/// Those whom a term names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Owners {
    /// Nobody else.
    These(Vec<Uuid>),
    /// More than are worth a list.
    Many,
}

impl Default for Owners {
    fn default() -> Self {
        Self::These(Vec::new())
    }
}

/// A word, or words that stand one behind the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchTerm {
    /// As it was typed.
    pub text: String,
    /// It stood in quotes: its last word is whole.
    pub exact: bool,
    /// Tickets where it stands are not asked for.
    pub negated: bool,
}

/// A property that tickets have, or with `negated` do not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchClause {
    /// As it was typed, such as `status:open`.
    pub text: String,
    /// Which property.
    pub sought: Sought,
    /// Turned round.
    pub negated: bool,
}

/// A property of tickets; of several values, any.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sought {
    /// In one of these statuses.
    Status(Vec<Status>),
    /// As urgent as one of these.
    Priority(Vec<Priority>),
    /// Came this way.
    Channel(Vec<Channel>),
    /// It is their turn.
    Turn(Turn),
    /// One of these is responsible.
    Assignee(Vec<Whom>),
    /// One of these asked.
    Customer(Vec<Whom>),
    /// In a queue of this name.
    Queue(Vec<String>),
    /// Of an organisation of this name.
    Organisation(Vec<String>),
    /// With this tag.
    Tag(Vec<String>),
    /// Opened in this time.
    Created(Span),
    /// Last changed in this time.
    Updated(Span),
    /// The viewer has not seen what the customer wrote.
    Unseen,
    /// An agreed time has passed.
    Escalated,
    /// So much of an agreed time has passed that the staff are warned, or all of it, and it is still to be met.
    AtRisk,
    /// Only its customer and the staff see it.
    Private,
    /// The viewer watches it.
    Watching,
    /// An internal note names the viewer.
    Mentioned,
}

/// A term of a search that names nothing which exists, as far as who searches may know, or that is no property.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnknownTerm {
    /// As it was typed, such as `queue:abc,Support`.
    pub term: String,
    /// What it should name.
    pub property: SearchProperty,
    /// The name that nothing has, such as `abc`.
    pub value: String,
    /// Of a property that does not exist: the one that was probably meant, such as `status`.
    pub nearest: Option<&'static str>,
}

/// What a term of a search should name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SearchProperty {
    /// By its name.
    Queue,
    /// By its name or a part of it.
    Organisation,
    /// By their address.
    Person,
    /// The word itself.
    Tag,
    /// A property of the search language, by its key; the term is looked for as text.
    Key,
}

/// A person, as searches name them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whom {
    /// The viewer.
    Me,
    /// Nobody.
    Nobody,
    /// Who has this address.
    Address(String),
}

/// A time with open ends.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Span {
    /// Its first moment.
    pub from: Option<DateTime<Utc>>,
    /// The moment after its last.
    pub before: Option<DateTime<Utc>>,
}
