//! The mutation `watchTicket`.

use async_graphql::{Context, ID, Object};

use super::TicketPayload;
use crate::{caller::logged_in, error::Failure, ids};

#[derive(Default)]
pub(crate) struct WatchTicket;

#[Object]
impl WatchTicket {
    /// Adds a watcher to a ticket: they are notified of public changes, and customers among them can see the ticket and
    /// answer it. Staff can add anybody, the customer of the ticket can add colleagues, and everybody who can see it can
    /// add themselves; a customer who adds themselves watches it as long as they can see it for another reason.
    async fn watch_ticket(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The ticket's number.")] number: i64,
        #[graphql(desc = "The person; without user and email, the viewer.")] user: Option<ID>,
        #[graphql(desc = "The email address of the person; an account is created if it is new.")]
        email: Option<String>,
    ) -> Result<TicketPayload, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let user = ids::optional(user.as_ref(), "user")?;
        Ok(engine.watch_ticket(actor, number, user, email).await?.into())
    }
}
