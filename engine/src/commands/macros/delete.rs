//! Deletes a macro.

use super::check::changes;
use crate::{
    actor::Actor,
    engine::Engine,
    error::Result,
    model::{Audited, MacroId},
    policy::Action,
    store::{Work, audit, text_blocks},
};

impl Engine {
    /// Deletes a macro; for admins. What it did stays done.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`]; [`crate::Error::Forbidden`].
    pub async fn delete_macro(&self, actor: &Actor, id: MacroId) -> Result<()> {
        let permit = self.permit(actor, Action::ManageTexts, None)?;
        let work = Work::begin(self).await?;
        let before = text_blocks::lock_macro(work.tx(), id).await?;
        text_blocks::remove_macro(&work, id).await?;
        let changes = changes(&work, Some(&before), None).await?;
        audit::note(&work, actor, Audited::MacroChanged { changed: id, changes }).await?;
        work.commit(permit, Vec::new()).await
    }
}
