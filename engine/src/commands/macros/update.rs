//! Changes a macro.

use super::check::{changes, refuse_taken_name, tidied, tidied_name};
use crate::{
    actor::Actor,
    engine::Engine,
    error::Result,
    model::{Audited, Macro, MacroId, TicketChange},
    policy::Action,
    store::{Work, audit, text_blocks},
};

/// What is changed of a macro; `None` leaves it as it is.
#[derive(Debug, Clone, Default)]
pub struct UpdateMacro {
    /// Its name.
    pub name: Option<String>,
    /// All that it does.
    pub changes: Option<Vec<TicketChange>>,
}

impl Engine {
    /// Changes a macro; for admins. What it did before stays done.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`]; `BadInput` for `name` or `changes`, of which it names the one that is wrong;
    /// [`crate::Error::Forbidden`].
    pub async fn update_macro(&self, actor: &Actor, id: MacroId, input: UpdateMacro) -> Result<Macro> {
        let permit = self.permit(actor, Action::ManageTexts, None)?;
        let work = Work::begin(self).await?;
        let before = text_blocks::lock_macro(work.tx(), id).await?;
        let mut after = before.clone();
        if let Some(name) = &input.name {
            after.name = tidied_name(name)?;
        }
        if let Some(changes) = input.changes {
            after.changes = tidied(&work, changes).await?;
        }
        if after == before {
            return Ok(before);
        }
        refuse_taken_name(&work, &after).await?;
        text_blocks::update_macro(&work, &after).await?;
        let changes = changes(&work, Some(&before), Some(&after)).await?;
        audit::note(&work, actor, Audited::MacroChanged { changed: id, changes }).await?;
        work.commit(permit, Vec::new()).await?;
        Ok(after)
    }
}
