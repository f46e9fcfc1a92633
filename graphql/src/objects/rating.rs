//! How customers rate what became of their tickets.

use async_graphql::{Enum, SimpleObject};

use crate::{objects::TicketStatus, scalars::DateTime};

/// How a customer rates what became of a ticket.
#[derive(Clone, Copy, Debug, Enum, Eq, PartialEq)]
#[graphql(remote = "engine::Rating")]
pub(crate) enum Rating {
    /// They are satisfied.
    Good,
    /// They are not.
    Bad,
}

/// How the customer rated a ticket after it was resolved or closed.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct TicketRating {
    /// Good or bad.
    rating: Rating,
    /// What they wrote with it; may be empty.
    comment: String,
    /// When they rated it, or changed their mind.
    rated_at: DateTime,
    /// When the ticket had been resolved or closed.
    finished_at: DateTime,
}

impl From<engine::TicketRating> for TicketRating {
    fn from(rating: engine::TicketRating) -> Self {
        Self {
            rating: rating.rating.into(),
            comment: rating.comment,
            rated_at: rating.rated_at.into(),
            finished_at: rating.finished_at.into(),
        }
    }
}

/// What the link of an email leads to that asks the customer what became of their ticket.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct LetterLink {
    /// The number of the ticket.
    number: i64,
    /// Its title.
    title: String,
    /// Its status now.
    status: TicketStatus,
    /// When the system closes it; null when it will not.
    auto_close_at: Option<DateTime>,
    /// How it was rated since it was last resolved or closed; null: not yet.
    rating: Option<TicketRating>,
    /// Whether it can be rated now by this link.
    may_rate: bool,
}

impl From<engine::LetterLink> for LetterLink {
    fn from(link: engine::LetterLink) -> Self {
        Self {
            number: link.ticket.number,
            title: link.ticket.title,
            status: link.ticket.status.into(),
            auto_close_at: link.ticket.auto_close_at.map(DateTime),
            rating: link.rating.map(TicketRating::from),
            may_rate: link.may_rate,
        }
    }
}
