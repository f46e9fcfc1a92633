//! A line of the journal.

use chrono::{DateTime, Utc};

use super::{Cause, CommentId, Cursor, EventChange, EventId, EventKind, Place, TicketId, UserId};

/// Who changed what in a ticket, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event {
    /// Its id.
    pub id: EventId,
    /// Its place in the journal; give it to `follow` to go on behind it.
    pub cursor: Cursor,
    /// The same as the database orders it today.
    pub(crate) place: Place,
    /// What happened.
    pub kind: EventKind,
    /// Who did it; nobody: the system.
    pub actor: Option<UserId>,
    /// On which way.
    pub cause: Cause,
    /// In which ticket.
    pub ticket: TicketId,
    /// The comment that belongs to it.
    pub comment: Option<CommentId>,
    /// What is different now, as it is kept.
    pub changed: Vec<EventChange>,
    /// The same in words and in the same order, with names as they are today.
    pub changes: Vec<Change>,
    /// When.
    pub at: DateTime<Utc>,
}

impl Event {
    /// Takes away what is not to be kept of what is different.
    pub(crate) fn retain(&mut self, keep: impl Fn(&EventChange) -> bool) {
        let both = std::mem::take(&mut self.changed).into_iter().zip(std::mem::take(&mut self.changes));
        (self.changed, self.changes) = both.filter(|(changed, _)| keep(changed)).unzip();
    }
}

/// One field that is different now, in words.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Change {
    /// The field, named as in the GraphQL schema.
    pub field: String,
    /// What it was.
    pub from: Option<String>,
    /// What it is.
    pub to: Option<String>,
}

impl Change {
    /// The change of this field.
    #[must_use]
    pub fn new(field: &str, from: Option<&str>, to: Option<&str>) -> Self {
        Self { field: field.to_owned(), from: from.map(ToOwned::to_owned), to: to.map(ToOwned::to_owned) }
    }
}
