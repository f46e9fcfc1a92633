//! Removes a link between two tickets.

use super::link::linked;
use crate::{
    actor::Actor,
    engine::Engine,
    error::{Error, Result},
    model::{EventChange, FromTo, LinkId, LinkTo, TicketId, TicketNumber},
    policy::Action,
    store::{Work, links, tickets},
};

impl Engine {
    /// Removes a link, whichever end it was added from.
    ///
    /// # Errors
    /// `NotFound` if there is none, or the actor does not see both ends; `Forbidden` for customers.
    pub async fn unlink_tickets(&self, actor: &Actor, id: LinkId) -> Result<()> {
        let absent = || Error::NotFound { what: "link" };
        let mut work = Work::begin(self).await?;
        let row = links::find(work.tx(), id).await?;
        let ends = match &row {
            Some(row) => tickets::numbers(work.tx(), [row.ticket_id, row.other_id]).await?,
            None => None,
        };
        // A link that is absent is asked for like one whose ends are hidden.
        let [one, other] = ends.unwrap_or_default();
        let found = work.two_tickets(actor, (one, other), Action::WorkTicket).await;
        let (mut one, mut other, permit) = found.map_err(|error| match error {
            Error::NotFound { .. } => absent(),
            error => error,
        })?;
        let row = row.ok_or_else(absent)?;
        let ends: [TicketId; 2] = [one.id(), other.id()];
        for (end, to) in [(ends[0], other.row.number), (ends[1], one.row.number)] {
            let kind = links::seen_from(&row, end)?.kind;
            let link = LinkTo { kind, number: TicketNumber(to) };
            work.journal(linked(actor, end, EventChange::Links(FromTo::was(link)), true));
        }
        links::remove(&work, id).await?;
        work.touch(&mut one, false).await?;
        work.touch(&mut other, false).await?;
        work.commit(permit, Vec::new()).await
    }
}
