//! Drafts: the actor's own, and nobody else's on any path.

use std::collections::HashMap;

use crate::{
    actor::Actor,
    engine::Engine,
    error::Result,
    model::{Draft, NewTicketDraft, TicketId, Visibility},
    store::{drafts, rows, visible::Visible},
};

impl Engine {
    /// The actor's own drafts on those of these tickets that they still see; one of files alone has readers and no text. A note of
    /// somebody who belongs to the staff no more is not among them: it must not come back as something that customers read.
    ///
    /// # Errors
    /// Internal alone.
    pub async fn drafts_of(&self, actor: &Actor, tickets: &[TicketId]) -> Result<HashMap<TicketId, Draft>> {
        let Some(viewer) = actor.user() else { return Ok(HashMap::new()) };
        let db = self.database().ro();
        let rows = drafts::that_hold_something(db, viewer.id, Visible::to(actor), tickets).await?;
        let mut found = HashMap::with_capacity(rows.len());
        for row in rows {
            let draft = rows::draft(row)?;
            if draft.visibility == Visibility::Public || viewer.role.is_staff() {
                found.insert(draft.ticket, draft);
            }
        }
        Ok(found)
    }

    /// The actor's own draft of a new ticket.
    ///
    /// # Errors
    /// Internal alone.
    pub async fn new_ticket_draft(&self, actor: &Actor) -> Result<Option<NewTicketDraft>> {
        let Some(viewer) = actor.user().filter(|viewer| viewer.scopes.read) else { return Ok(None) };
        let row = drafts::kept_new(self.database().ro(), viewer.id).await?;
        Ok(row.and_then(rows::new_ticket_draft))
    }
}
