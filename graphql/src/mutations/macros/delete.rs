//! Deletes a macro.

use async_graphql::{Context, ID, Object};

use crate::{caller::logged_in, error::Failure, ids};

#[derive(Default)]
pub(crate) struct DeleteMacro;

#[Object]
impl DeleteMacro {
    /// Deletes a macro; for admins. Earlier uses are not affected.
    async fn delete_macro(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the macro.")] id: ID,
    ) -> Result<bool, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        engine.delete_macro(actor, ids::input(&id, "id")?).await?;
        Ok(true)
    }
}
