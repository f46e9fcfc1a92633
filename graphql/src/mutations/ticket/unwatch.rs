//! The mutation `unwatchTicket`.

use async_graphql::{Context, ID, Object};

use super::TicketPayload;
use crate::{caller::logged_in, error::Failure, ids};

#[derive(Default)]
pub(crate) struct UnwatchTicket;

#[Object]
impl UnwatchTicket {
    /// Takes somebody off the watchers of a ticket. At once they are told of nothing more, and a customer who saw the ticket
    /// because they watched it sees it no longer. Staff and the customer of the ticket take anybody off, everybody
    /// themselves.
    async fn unwatch_ticket(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The ticket's number.")] number: i64,
        #[graphql(desc = "Who; without: the viewer.")] user: Option<ID>,
    ) -> Result<TicketPayload, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let user = ids::optional(user.as_ref(), "user")?;
        Ok(engine.unwatch_ticket(actor, number, user).await?.into())
    }
}
