//! How customers rate what became of their tickets.

use async_graphql::{Enum, SimpleObject};

use crate::{objects::TicketStatus, scalars::DateTime};

/// A customer's rating of a ticket.
#[derive(Clone, Copy, Debug, Enum, Eq, PartialEq)]
#[graphql(remote = "engine::Rating")]
pub(crate) enum Rating {
    /// They are satisfied.
    Good,
    /// They are not satisfied.
    Bad,
}

/// The customer's rating of a ticket after it was resolved or closed.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct TicketRating {
    /// Good or bad.
    rating: Rating,
    /// Their comment; may be empty.
    comment: String,
    /// When they rated it or last changed the rating.
    rated_at: DateTime,
    /// When the ticket was resolved or closed.
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

/// The target of the link in an email that asks the customer about their ticket.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct LetterLink {
    /// The number of the ticket.
    number: i64,
    /// Its title.
    title: String,
    /// Its current status.
    status: TicketStatus,
    /// When it will be closed automatically; null if it will not.
    auto_close_at: Option<DateTime>,
    /// Its rating since it was last resolved or closed; null if not rated yet.
    rating: Option<TicketRating>,
    /// Whether it can be rated with this link now.
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
