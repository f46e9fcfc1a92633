//! The mutation `markSeen`.

use async_graphql::{Context, Object};

use super::TicketPayload;
use crate::{caller::logged_in, error::Failure};

#[derive(Default)]
pub(crate) struct MarkSeen;

#[Object]
impl MarkSeen {
    /// Marks a ticket as read for the viewer. Staff only.
    async fn mark_seen(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The ticket's number.")] number: i64,
    ) -> Result<TicketPayload, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        Ok(engine.mark_seen(actor, number).await?.into())
    }
}
