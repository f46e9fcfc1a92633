//! Deletes a text block.

use super::check::changes;
use crate::{
    actor::Actor,
    engine::Engine,
    error::Result,
    model::{Audited, TextBlockId},
    policy::Action,
    store::{Work, audit, text_blocks},
};

impl Engine {
    /// Deletes a text block; for admins. What was written with it stays.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`]; [`crate::Error::Forbidden`].
    pub async fn delete_text_block(&self, actor: &Actor, id: TextBlockId) -> Result<()> {
        let permit = self.permit(actor, Action::ManageTexts, None)?;
        let work = Work::begin(self).await?;
        let before = text_blocks::lock_text_block(work.tx(), id).await?;
        text_blocks::remove_text_block(&work, id).await?;
        let changes = changes(Some(&before), None);
        audit::note(&work, actor, Audited::TextBlockChanged { text_block: id, changes }).await?;
        work.commit(permit, Vec::new()).await
    }
}
