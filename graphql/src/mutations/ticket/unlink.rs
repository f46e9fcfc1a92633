//! Removes a link between two tickets.

use async_graphql::{Context, ID, Object};

use crate::{caller::logged_in, error::Failure, ids};

#[derive(Default)]
pub(crate) struct UnlinkTickets;

#[Object]
impl UnlinkTickets {
    /// Removes a link between two tickets. Staff only. Returns true; `NOT_FOUND` if there is none, or if the caller cannot
    /// see both tickets.
    async fn unlink_tickets(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the link, from `Ticket.links`.")] id: ID,
    ) -> Result<bool, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        Box::pin(engine.unlink_tickets(actor, ids::input(&id, "id")?)).await?;
        Ok(true)
    }
}
