//! Changes a macro.

use async_graphql::{Context, ID, InputObject, Object};

use super::MacroPayload;
use crate::{
    caller::logged_in,
    error::Failure,
    ids,
    objects::{TicketChangeInput, changes},
};

#[derive(Default)]
pub(crate) struct UpdateMacro;

/// The changes; omitted fields stay as they are.
#[derive(InputObject)]
struct UpdateMacroInput {
    /// The macro.
    id: ID,
    /// The new name; at most 100 characters.
    name: Option<String>,
    /// The new changes, in order; they replace all. At most 20.
    changes: Option<Vec<TicketChangeInput>>,
}

#[Object]
impl UpdateMacro {
    /// Changes a macro; for admins. Earlier uses are not affected.
    async fn update_macro(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The macro and the changes.")] input: UpdateMacroInput,
    ) -> Result<MacroPayload, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let id = ids::input(&input.id, "id")?;
        let changes = input.changes.map(|list| changes(ctx, list)).transpose()?;
        let update = engine::UpdateMacro { name: input.name, changes };
        Ok(engine.update_macro(actor, id, update).await?.into())
    }
}
