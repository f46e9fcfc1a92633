//! A status that the viewer may set on a ticket.

use async_graphql::SimpleObject;

use super::TicketStatus;
use crate::scalars::DateTime;

/// A status that the viewer may set, and what follows.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct StatusChoice {
    /// The status.
    status: TicketStatus,
    /// When the ticket then closes itself, if nobody writes; null: it does not.
    auto_close_at: Option<DateTime>,
}

impl From<engine::StatusChoice> for StatusChoice {
    fn from(choice: engine::StatusChoice) -> Self {
        Self { status: choice.status.into(), auto_close_at: choice.auto_close_at.map(DateTime) }
    }
}
