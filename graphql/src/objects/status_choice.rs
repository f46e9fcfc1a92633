//! A status that the viewer may set on a ticket.

use async_graphql::SimpleObject;

use super::TicketStatus;
use crate::scalars::DateTime;

/// A status that the viewer can set, and its effect.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct StatusChoice {
    /// The status.
    status: TicketStatus,
    /// When the ticket will then be closed automatically if nobody writes; null if it will not.
    auto_close_at: Option<DateTime>,
}

impl From<engine::StatusChoice> for StatusChoice {
    fn from(choice: engine::StatusChoice) -> Self {
        Self { status: choice.status.into(), auto_close_at: choice.auto_close_at.map(DateTime) }
    }
}
