//! Removes a link from a ticket to another system.

use super::link::linked;
use crate::{
    actor::Actor,
    engine::Engine,
    error::{Error, Result},
    model::{EventChange, ExternalLinkId, FromTo},
    policy::Action,
    store::{Work, external_links, tickets},
};

impl Engine {
    /// Removes an external link.
    ///
    /// # Errors
    /// `NotFound` if there is none, or its ticket is hidden; `Forbidden` for customers.
    pub async fn remove_external_link(&self, actor: &Actor, id: ExternalLinkId) -> Result<()> {
        let absent = || Error::NotFound { what: "link" };
        let mut work = Work::begin(self).await?;
        let row = external_links::find(work.tx(), id).await?;
        let number = match &row {
            Some(row) => tickets::numbers(work.tx(), [row.ticket_id]).await?,
            None => None,
        };
        // A link that is absent is asked for like one whose ticket is hidden.
        let [number] = number.unwrap_or_default();
        let found = work.ticket(actor, number, Action::WorkTicket).await;
        let (mut ticket, permit) = found.map_err(|error| match error {
            Error::NotFound { .. } => absent(),
            error => error,
        })?;
        let row = row.ok_or_else(absent)?;
        let change = EventChange::ExternalLinks(FromTo::was(row.url));
        work.journal(linked(actor, ticket.id(), change, !row.visible_to_customer));
        external_links::remove(&work, id).await?;
        work.touch(&mut ticket, row.visible_to_customer).await?;
        work.commit(permit, Vec::new()).await
    }
}
