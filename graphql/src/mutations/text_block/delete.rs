//! Deletes a text block.

use async_graphql::{Context, ID, Object};

use crate::{caller::logged_in, error::Failure, ids};

#[derive(Default)]
pub(crate) struct DeleteTextBlock;

#[Object]
impl DeleteTextBlock {
    /// Deletes a text block; for admins. Texts written with it stay.
    async fn delete_text_block(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the text block.")] id: ID,
    ) -> Result<bool, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        engine.delete_text_block(actor, ids::input(&id, "id")?).await?;
        Ok(true)
    }
}
