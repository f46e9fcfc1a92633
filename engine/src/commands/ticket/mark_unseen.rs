//! Gives a member of the staff back the mark of what is new in a ticket, as if they had never opened it.

use crate::{
    actor::Actor,
    engine::Engine,
    error::Result,
    model::Ticket,
    policy::Action,
    store::{Work, seen},
};

impl Engine {
    /// Marks a ticket as unread for the actor: whatever is unanswered in it is new again. Nobody is told, and the ticket
    /// does not change.
    ///
    /// # Errors
    /// `NotFound` for a ticket that is absent or hidden; `Forbidden` for customers, who have no such marks.
    pub async fn mark_unseen(&self, actor: &Actor, number: i64) -> Result<Ticket> {
        let work = Work::begin(self).await?;
        let (ticket, permit) = work.ticket(actor, number, Action::WorkTicket).await?;
        if let Some(viewer) = actor.user() {
            seen::forget(&work, viewer.id, ticket.id()).await?;
        }
        work.commit(permit, Vec::new()).await?;
        ticket.shown(actor)
    }
}
