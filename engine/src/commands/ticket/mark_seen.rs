//! Notes that a member of the staff has seen what came from a ticket's customer.

use crate::{
    actor::Actor,
    engine::Engine,
    error::Result,
    model::Ticket,
    policy::Action,
    store::{
        Work,
        notifications::{self, Read},
        seen,
    },
};

impl Engine {
    /// Takes the actor's mark of what is new off a ticket: what its customer has written by now is seen, and the actor's
    /// notifications about it are read. Nobody is told, and the ticket does not change.
    ///
    /// # Errors
    /// `NotFound` for a ticket that is absent or hidden; `Forbidden` for customers, who have no such marks.
    pub async fn mark_seen(&self, actor: &Actor, number: i64) -> Result<Ticket> {
        let work = Work::begin(self).await?;
        // Locked: what is counted here is all that was written before, whatever is under way.
        let (ticket, permit) = work.ticket(actor, number, Action::WorkTicket).await?;
        if let Some(viewer) = actor.user() {
            notifications::read(work.tx(), viewer.id, Read::OfTicket(ticket.id()), work.now()).await?;
            seen::note(&work, viewer.id, ticket.id(), ticket.row.customer_posts).await?;
        }
        work.commit(permit, Vec::new()).await?;
        ticket.shown(actor)
    }
}
