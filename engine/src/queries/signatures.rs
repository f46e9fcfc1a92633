//! Personal signatures: one's own, what stands below one's answers in a ticket, and in which queues.

use crate::{
    actor::{Actor, Scope},
    engine::Engine,
    error::Result,
    model::{SignatureReach, TicketId},
    policy,
    rules::signature::below,
    store::{in_sight, queues, signatures, visible::Visible},
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

    /// What stands below the email that takes a public answer of the actor from the page of this ticket; `None`: the usual farewell, the
    /// email carries no text, or the actor does not see the ticket.
    ///
    /// # Errors
    /// [`crate::Error::Unauthenticated`] for nobody; [`crate::Error::MissingScope`].
    pub async fn answer_signature(&self, actor: &Actor, ticket: TicketId) -> Result<Option<String>> {
        let viewer = policy::logged_in(actor)?;
        policy::in_scope(actor, Scope::Read)?;
        if !viewer.role.is_staff() {
            return Ok(None);
        }
        let db = self.database().ro();
        let queue = in_sight::queue_of(db, Visible::to(actor), ticket).await?;
        let Some(queue) = queue else { return Ok(None) };
        let terms = queues::terms_of(self.settings(), &queue)?;
        if !terms.content.carries_texts() {
            return Ok(None);
        }
        let own = signatures::of(db, viewer.id.into()).await?;
        Ok(below(own.as_deref(), terms.signature.as_deref(), &self.settings().brand.name))
    }

    /// In which of the queues that the actor works their signature is sent at all; [`SignatureReach::Nowhere`] for customers. Who works none
    /// yet is told what holds for a queue for which nothing is decided.
    ///
    /// # Errors
    /// [`crate::Error::Unauthenticated`] for nobody.
    pub async fn signature_reach(&self, actor: &Actor) -> Result<SignatureReach> {
        if !policy::logged_in(actor)?.role.is_staff() {
            return Ok(SignatureReach::Nowhere);
        }
        let rows = in_sight::worked_queues(self.database().ro(), Visible::to(actor)).await?;
        let mut carried = Vec::with_capacity(rows.len());
        for row in &rows {
            carried.push(queues::terms_of(self.settings(), row)?.content.carries_texts());
        }
        if carried.is_empty() {
            carried.push(self.settings().mail.content.carries_texts());
        }
        Ok(match (carried.contains(&true), carried.contains(&false)) {
            (true, false) => SignatureReach::Everywhere,
            (true, true) => SignatureReach::Somewhere,
            (false, _) => SignatureReach::Nowhere,
        })
    }
}
