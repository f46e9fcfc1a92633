//! The mutation `watchTicket`.

use async_graphql::{Context, ID, Object};

use super::TicketPayload;
use crate::{caller::logged_in, error::Failure, ids};

#[derive(Default)]
pub(crate) struct WatchTicket;

#[Object]
impl WatchTicket {
    /// Makes somebody watch a ticket: they are told of what happens in public, and a customer among them may read it and
    /// answer. Staff add anybody, the customer of a ticket adds colleagues, everybody who sees it adds themselves; a customer
    /// who adds themselves watches it as long as they see it for another reason.
    async fn watch_ticket(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The ticket's number.")] number: i64,
        #[graphql(desc = "Who; without user and email: the viewer.")] user: Option<ID>,
        #[graphql(desc = "The email address of who is to watch; an account is made for a new one.")]
        email: Option<String>,
    ) -> Result<TicketPayload, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let user = ids::optional(user.as_ref(), "user")?;
        Ok(engine.watch_ticket(actor, number, user, email).await?.into())
    }
}
