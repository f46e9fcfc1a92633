//! Makes a macro.

use async_graphql::{Context, InputObject, Object};

use super::MacroPayload;
use crate::{
    caller::logged_in,
    error::Failure,
    objects::{TicketChangeInput, changes},
};

#[derive(Default)]
pub(crate) struct CreateMacro;

/// A new macro.
#[derive(InputObject)]
struct MacroInput {
    /// Its unique name; at most 100 characters.
    name: String,
    /// Its changes, in order; at most 20. Comments can contain the variables of text blocks, but no files. A macro cannot
    /// contain another macro.
    changes: Vec<TicketChangeInput>,
}

#[Object]
impl CreateMacro {
    /// Creates a macro; for admins. Errors name the change, such as `changes.2.comment.text`.
    async fn create_macro(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The macro.")] input: MacroInput,
    ) -> Result<MacroPayload, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let create = engine::CreateMacro { name: input.name, changes: changes(ctx, input.changes)? };
        Ok(engine.create_macro(actor, create).await?.into())
    }
}
