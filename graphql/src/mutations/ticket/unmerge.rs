//! Undoes a merge.

use async_graphql::{Context, Object};

use super::TicketPayload;
use crate::{caller::logged_in, error::Failure};

#[derive(Default)]
pub(crate) struct UnmergeTicket;

#[Object]
impl UnmergeTicket {
    /// Undoes a merge: the ticket gets back its status and its comments, watchers and links, unless they were moved again.
    /// Returns that ticket. Staff only.
    async fn unmerge_ticket(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The number of the ticket that was merged into another.")] number: i64,
    ) -> Result<TicketPayload, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        Ok(Box::pin(engine.unmerge_ticket(actor, number)).await?.into())
    }
}
