//! Deletes a view.

use async_graphql::{Context, ID, Object};

use crate::{caller::logged_in, error::Failure, ids};

#[derive(Default)]
pub(crate) struct DeleteView;

#[Object]
impl DeleteView {
    /// Deletes a view; for its owner, and for admins if it is shared.
    async fn delete_view(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the view.")] id: ID,
    ) -> Result<bool, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        engine.delete_view(actor, ids::input(&id, "id")?).await?;
        Ok(true)
    }
}
