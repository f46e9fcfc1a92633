//! What follows from a list of changes, as values that the unit of work writes.

use super::TicketState;
use crate::model::{EventChange, EventKind, LetterChange, LetterKind, Notice, QueueId, UserId, Visibility};

/// What follows from a list of changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The ticket as it is then.
    pub state: TicketState,
    /// Whether the ticket counts as changed: its version grows.
    pub counts: bool,
    /// Comments to write, in order.
    pub comments: Vec<DecidedComment>,
    /// Lines for the journal, in order.
    pub events: Vec<DecidedEvent>,
    /// Emails to queue, in order.
    pub letters: Vec<DecidedLetter>,
}

impl Outcome {
    /// Whether there is nothing to write.
    #[must_use]
    pub fn is_nothing(&self, before: &TicketState) -> bool {
        self.state == *before && self.comments.is_empty() && self.events.is_empty() && self.letters.is_empty()
    }
}

/// A comment to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecidedComment {
    /// Its text, cleaned.
    pub text: String,
    /// Who may read it.
    pub visibility: Visibility,
    /// Whether a machine wrote it.
    pub automatic: bool,
    /// Whether the mail that it came by holds more.
    pub has_more: bool,
}

/// A line for the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecidedEvent {
    /// What happened.
    pub kind: EventKind,
    /// The comment that belongs to it, by its place in [`Outcome::comments`].
    pub comment: Option<usize>,
    /// What is different now.
    pub changes: Vec<EventChange>,
    /// Whether customers never see it.
    pub internal: bool,
}

/// An email to queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecidedLetter {
    /// Who gets it.
    pub to: Recipient,
    /// What it says.
    pub kind: LetterKind,
    /// The comment that it tells of, by its place in [`Outcome::comments`].
    pub comment: Option<usize>,
    /// What else it tells.
    pub changes: Vec<LetterChange>,
    /// Whether staff caused it themselves, on a page or by API.
    pub by_hand: bool,
    /// Of what it tells, where its reader may have chosen not to be told; `None`: they must be.
    pub notice: Option<Notice>,
}

/// Who gets an email.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recipient {
    /// This person.
    User(UserId),
    /// Everybody who watches the ticket and sees it, but the one who acts and those who are told otherwise.
    Watchers,
    /// Everybody who works this queue, but the one who acts.
    WorkersOf(QueueId),
}
