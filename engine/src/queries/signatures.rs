//! Personal signatures: one's own, and what stands below one's answers in a ticket.

use crate::{
    actor::Actor,
    engine::Engine,
    error::Result,
    model::TicketId,
    policy,
    rules::signature::below,
    settings::MailContent,
    store::{queues, signatures},
};

impl Engine {
    /// The actor's own signature; `None`: they have none, or are none of the staff.
    ///
    /// # Errors
    /// [`crate::Error::Unauthenticated`] for nobody.
    pub async fn own_signature(&self, actor: &Actor) -> Result<Option<String>> {
        let viewer = policy::logged_in(actor)?;
        if !viewer.role.is_staff() {
            return Ok(None);
        }
        signatures::of(self.database().ro(), viewer.id.into()).await
    }

    /// What stands below the email that takes a public answer of the actor from the page of this ticket, which they see; `None`: the usual
    /// farewell, or the email carries no text.
    ///
    /// # Errors
    /// [`crate::Error::Unauthenticated`] for nobody.
    pub async fn answer_signature(&self, actor: &Actor, ticket: TicketId) -> Result<Option<String>> {
        let viewer = policy::logged_in(actor)?;
        if !viewer.role.is_staff() {
            return Ok(None);
        }
        let db = self.database().ro();
        let terms = queues::terms_of_ticket(db, self.settings(), ticket).await?;
        if terms.content != MailContent::Full {
            return Ok(None);
        }
        let own = signatures::of(db, viewer.id.into()).await?;
        Ok(below(own.as_deref(), terms.signature.as_deref(), &self.settings().brand.name))
    }
}
