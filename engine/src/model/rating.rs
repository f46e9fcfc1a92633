//! How a customer rates what became of a ticket.

use chrono::{DateTime, Utc};

use super::{Rating, Ticket};

/// How the customer rated a ticket after it was resolved or closed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TicketRating {
    /// Good or bad.
    pub rating: Rating,
    /// What they wrote with it; may be empty.
    pub comment: String,
    /// When they rated it, or changed their mind.
    pub rated_at: DateTime<Utc>,
    /// When the ticket had been resolved or closed.
    pub finished_at: DateTime<Utc>,
}

/// What the signed link of a letter leads to, for the customer to whom that letter was written.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct LetterLink {
    /// The ticket, as its customer sees it.
    pub ticket: Ticket,
    /// How they rated it.
    pub rating: Option<TicketRating>,
    /// Whether they may rate it now.
    pub may_rate: bool,
}
