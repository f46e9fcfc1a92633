//! Removes a link between two tickets.

use async_graphql::{Context, ID, Object};

use crate::{caller::logged_in, error::Failure, ids};

#[derive(Default)]
pub(crate) struct UnlinkTickets;

#[Object]
impl UnlinkTickets {
    /// Removes a link between two tickets, from whichever end it is named. Staff only. True when it is removed;
    /// `NOT_FOUND` when there is none, or when the caller does not see both tickets.
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
