//! The mutation `markUnseen`.

use async_graphql::{Context, Object};

use super::TicketPayload;
use crate::{caller::logged_in, error::Failure};

#[derive(Default)]
pub(crate) struct MarkUnseen;

#[Object]
impl MarkUnseen {
    /// Marks a ticket as unread for the viewer: everything unanswered in it is new again. Staff only.
    async fn mark_unseen(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The ticket's number.")] number: i64,
    ) -> Result<TicketPayload, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        Ok(engine.mark_unseen(actor, number).await?.into())
    }
}
