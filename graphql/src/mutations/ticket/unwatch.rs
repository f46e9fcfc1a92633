//! The mutation `unwatchTicket`.

use async_graphql::{Context, ID, Object};

use super::TicketPayload;
use crate::{caller::logged_in, error::Failure, ids};

#[derive(Default)]
pub(crate) struct UnwatchTicket;

#[Object]
impl UnwatchTicket {
    /// Removes a watcher from a ticket. They are no longer notified, and a customer who could see the ticket only as a
    /// watcher can no longer see it. Staff and the customer of the ticket can remove anybody, everybody else themselves.
    async fn unwatch_ticket(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The ticket's number.")] number: i64,
        #[graphql(desc = "The person; by default the viewer.")] user: Option<ID>,
    ) -> Result<TicketPayload, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let user = ids::optional(user.as_ref(), "user")?;
        Ok(engine.unwatch_ticket(actor, number, user).await?.into())
    }
}
