//! Why: what can be done to a ticket.

mod add_external_link;
mod answer_letter;
mod change;
mod change_many;
mod comment;
mod create;
mod draft_files;
mod link;
mod mark_seen;
mod mark_unseen;
mod merge;
mod rate;
mod redact;
mod remove_external_link;
mod resend_email;
mod save_draft;
mod save_new_draft;
mod split;
mod undo_send;
mod unlink;
mod unmerge;
mod unwatch;
mod update;
mod watch;

pub(crate) use add_external_link::AddExternalLink;
pub(crate) use answer_letter::AnswerLetter;
use async_graphql::{ComplexObject, Context, SimpleObject};
pub(crate) use change::ChangeTicket;
pub(crate) use change_many::ChangeTickets;
pub(crate) use comment::AddComment;
pub(crate) use create::CreateTicket;
pub(crate) use draft_files::DraftFiles;
pub(crate) use link::LinkTickets;
pub(crate) use mark_seen::MarkSeen;
pub(crate) use mark_unseen::MarkUnseen;
pub(crate) use merge::MergeTickets;
pub(crate) use rate::RateTicket;
pub(crate) use redact::Redact;
pub(crate) use remove_external_link::RemoveExternalLink;
pub(crate) use resend_email::ResendEmail;
pub(crate) use save_draft::SaveDraft;
pub(crate) use save_new_draft::SaveNewTicketDraft;
pub(crate) use split::SplitTicket;
pub(crate) use undo_send::UndoSend;
pub(crate) use unlink::UnlinkTickets;
pub(crate) use unmerge::UnmergeTicket;
pub(crate) use unwatch::UnwatchTicket;
pub(crate) use update::UpdateTicket;
pub(crate) use watch::WatchTicket;

use crate::{
    error::Failure,
    loaders::Among,
    objects::{Ticket, TicketWarning, warnings},
};

/// The resulting ticket.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub(crate) struct TicketPayload {
    /// The ticket.
    ticket: Ticket,
}

#[ComplexObject]
impl TicketPayload {
    /// What the caller should know, such as child tickets that are still open when it is closed. Nothing was refused.
    async fn warnings(&self, ctx: &Context<'_>) -> Result<Vec<TicketWarning>, Failure> {
        warnings(ctx, self.ticket.row()).await
    }
}

impl From<engine::Ticket> for TicketPayload {
    fn from(row: engine::Ticket) -> Self {
        Self { ticket: Ticket::new(row, Among::One) }
    }
}
