//! Why: what can be done to a ticket.

mod change;
mod change_many;
mod comment;
mod create;
mod mark_seen;
mod resend_email;
mod save_draft;
mod save_new_draft;
mod unwatch;
mod update;
mod watch;

use async_graphql::SimpleObject;
pub(crate) use change::ChangeTicket;
pub(crate) use change_many::ChangeTickets;
pub(crate) use comment::AddComment;
pub(crate) use create::CreateTicket;
pub(crate) use mark_seen::MarkSeen;
pub(crate) use resend_email::ResendEmail;
pub(crate) use save_draft::SaveDraft;
pub(crate) use save_new_draft::SaveNewTicketDraft;
pub(crate) use unwatch::UnwatchTicket;
pub(crate) use update::UpdateTicket;
pub(crate) use watch::WatchTicket;

use crate::{loaders::Among, objects::Ticket};

/// The ticket as it is now.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct TicketPayload {
    /// The ticket.
    ticket: Ticket,
}

impl From<engine::Ticket> for TicketPayload {
    fn from(row: engine::Ticket) -> Self {
        Self { ticket: Ticket::new(row, Among::One) }
    }
}
