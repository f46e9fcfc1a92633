//! Files of drafts: the actor's own, and nobody else's on any path.

use std::collections::HashMap;

use crate::{
    actor::Actor,
    engine::Engine,
    error::Result,
    model::{DraftFile, TicketId},
    store::{draft_files, in_sight, rows, visible::Visible},
};

impl Engine {
    /// The files that the actor has chosen on those of these tickets that they still see, and has not sent yet.
    ///
    /// # Errors
    /// Internal alone.
    pub async fn draft_files_of(
        &self,
        actor: &Actor,
        tickets: &[TicketId],
    ) -> Result<HashMap<TicketId, Vec<DraftFile>>> {
        let Some(viewer) = actor.user() else { return Ok(HashMap::new()) };
        let db = self.database().ro();
        let seen = in_sight::tickets(db, Visible::to(actor), tickets.iter().map(|id| id.0)).await?;
        let mut files: HashMap<TicketId, Vec<DraftFile>> = HashMap::new();
        for row in draft_files::of(db, viewer.id, seen.into_iter().map(TicketId)).await? {
            files.entry(row.ticket_id.into()).or_default().push(rows::draft_file(row));
        }
        Ok(files)
    }
}
