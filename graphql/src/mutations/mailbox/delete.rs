//! Deletes a mailbox that an admin added.

use async_graphql::{Context, ID, Object};

use crate::{caller::logged_in, error::Failure, ids};

#[derive(Default)]
pub(crate) struct DeleteMailbox;

#[Object]
impl DeleteMailbox {
    /// Deletes a mailbox that an admin added, with its progress and its password or the tokens that nothing else uses; for
    /// admins. Its emails stay on the server.
    async fn delete_mailbox(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the mailbox.")] id: ID,
    ) -> Result<bool, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        Box::pin(engine.delete_mailbox(actor, ids::input(&id, "id")?)).await?;
        Ok(true)
    }
}
