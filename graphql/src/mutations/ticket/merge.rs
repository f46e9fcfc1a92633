//! Makes a ticket a part of another.

use async_graphql::{Context, InputObject, Object};

use super::TicketPayload;
use crate::{caller::logged_in, error::Failure};

#[derive(Default)]
pub(crate) struct MergeTickets;

/// The tickets to merge.
#[derive(InputObject)]
struct MergeTicketsInput {
    /// The number of the ticket that is closed.
    from: i64,
    /// The number of the ticket that stays.
    into: i64,
}

#[Object]
impl MergeTickets {
    /// Moves comments, watchers and links of `from` into `into` and closes `from`. Its number, page, reply address and
    /// email threads then lead to `into`; `unmergeTicket` undoes this. Both must belong to one customer, or to customers
    /// who can see each other's ticket. Returns `into`. Staff only.
    async fn merge_tickets(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The two tickets.")] input: MergeTicketsInput,
    ) -> Result<TicketPayload, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let MergeTicketsInput { from, into } = input;
        Ok(Box::pin(engine.merge_tickets(actor, engine::MergeTickets { from, into })).await?.into())
    }
}
