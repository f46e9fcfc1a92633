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

/// What is to be different; what is left out stays.
#[derive(InputObject)]
struct UpdateMacroInput {
    /// Which macro.
    id: ID,
    /// Another name; at most 100 characters.
    name: Option<String>,
    /// All that it is to do, in this order; at most 20 changes.
    changes: Option<Vec<TicketChangeInput>>,
}

#[Object]
impl UpdateMacro {
    /// Changes a macro; for admins. What it did before stays done.
    async fn update_macro(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which macro, and what is to be different.")] input: UpdateMacroInput,
    ) -> Result<MacroPayload, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let id = ids::input(&input.id, "id")?;
        let changes = input.changes.map(|list| changes(ctx, list)).transpose()?;
        let update = engine::UpdateMacro { name: input.name, changes };
        Ok(engine.update_macro(actor, id, update).await?.into())
    }
}
