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

/// A macro to be made.
#[derive(InputObject)]
struct MacroInput {
    /// Its name, unique; at most 100 characters.
    name: String,
    /// What it does, in this order; at most 20 changes. Comments may hold the variables of text blocks, and no files; a macro
    /// holds no macro.
    changes: Vec<TicketChangeInput>,
}

#[Object]
impl CreateMacro {
    /// Makes a macro; for admins. What is wrong with one change names it, such as `changes.2.comment.text`.
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
