//! Makes a macro.

use super::check::{changes, refuse_taken_name, tidied, tidied_name};
use crate::{
    actor::Actor,
    engine::Engine,
    error::Result,
    model::{Audited, Macro, TicketChange},
    policy::Action,
    store::{Work, audit, text_blocks},
};

/// What a macro is made of.
#[derive(Debug, Clone, Default)]
pub struct CreateMacro {
    /// Its name; no other may have it.
    pub name: String,
    /// What it does, in this order.
    pub changes: Vec<TicketChange>,
}

impl Engine {
    /// Makes a macro; for admins.
    ///
    /// # Errors
    /// `BadInput` for `name` or `changes`, of which it names the one that is wrong; [`crate::Error::Forbidden`].
    pub async fn create_macro(&self, actor: &Actor, input: CreateMacro) -> Result<Macro> {
        let permit = self.permit(actor, Action::ManageTexts, None)?;
        let work = Work::begin(self).await?;
        let name = tidied_name(&input.name)?;
        let made = Macro { id: work.id()?, name, changes: tidied(&work, input.changes).await? };
        refuse_taken_name(&work, &made).await?;
        text_blocks::insert_macro(&work, &made).await?;
        let changes = changes(&work, None, Some(&made)).await?;
        audit::note(&work, actor, Audited::MacroChanged { changed: made.id, changes }).await?;
        work.commit(permit, Vec::new()).await?;
        Ok(made)
    }
}
