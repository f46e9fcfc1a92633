//! Removes a link from a ticket to another system.

use async_graphql::{Context, ID, Object};

use crate::{caller::logged_in, error::Failure, ids};

#[derive(Default)]
pub(crate) struct RemoveExternalLink;

#[Object]
impl RemoveExternalLink {
    /// Removes a link from a ticket to another system. Staff only. Returns true; `NOT_FOUND` if there is none.
    async fn remove_external_link(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the link, from `Ticket.externalLinks`.")] id: ID,
    ) -> Result<bool, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        Box::pin(engine.remove_external_link(actor, ids::input(&id, "id")?)).await?;
        Ok(true)
    }
}
