//! Unsent texts of one person.

use chrono::{DateTime, Utc};

use super::{Status, TicketId, Visibility};

/// Which window of a person's a draft was written in, and when. The network may deliver two saves in the wrong order: of
/// one window's saves, an older one never replaces a newer one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// What the window calls itself, at most 64 characters; another window of the same person has another name.
    pub writer: String,
    /// When the text was written, by the window's clock.
    pub at: DateTime<Utc>,
}

/// What a person has written on a ticket and not sent yet; nobody else is ever shown it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The ticket.
    pub ticket: TicketId,
    /// The text.
    pub text: String,
    /// Who was meant to read it.
    pub visibility: Visibility,
    /// The status that was picked with it.
    pub status: Option<Status>,
    /// When it was saved last.
    pub saved_at: DateTime<Utc>,
}

/// What a person has written for a ticket that is not opened yet; nobody else is ever shown it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewTicketDraft {
    /// The title.
    pub title: String,
    /// The text.
    pub text: String,
    /// Staff: what is for the staff alone.
    pub note: String,
    /// Staff: the address of the caller.
    pub customer_email: String,
    /// Staff: the name of the caller.
    pub customer_name: String,
    /// When it was saved last.
    pub saved_at: DateTime<Utc>,
}
