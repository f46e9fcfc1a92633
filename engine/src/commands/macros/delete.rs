//! Deletes a macro.

use sea_orm::EntityTrait;

use super::check::changes;
use crate::{
    actor::Actor,
    engine::Engine,
    error::Result,
    model::{Audited, MacroId},
    policy::Action,
    store::{Work, audit, entity::macros, text_blocks},
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
        macros::Entity::delete_by_id(id.0).exec(work.tx()).await?;
        let changes = changes(&work, Some(&before), None).await?;
        audit::note(&work, actor, Audited::MacroChanged { changed: id, changes }).await?;
        work.commit(permit, Vec::new()).await
    }
}
