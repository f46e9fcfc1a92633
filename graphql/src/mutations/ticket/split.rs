//! Moves comments into a new ticket.

use async_graphql::{Context, ID, InputObject, Object};

use super::TicketPayload;
use crate::{caller::logged_in, error::Failure, ids};

#[derive(Default)]
pub(crate) struct SplitTicket;

/// The comments to move to a new ticket.
#[derive(InputObject)]
struct SplitTicketInput {
    /// The number of their ticket.
    number: i64,
    /// The comments, at most 200; at least one must remain.
    comments: Vec<ID>,
    /// The title of the new ticket.
    title: String,
}

#[Object]
impl SplitTicket {
    /// Moves comments into a new ticket of the same customer in the same queue, linked to the first and with the same
    /// watchers. The customer gets an email with both numbers. Returns the new ticket. Staff only.
    async fn split_ticket(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The ticket, the comments, and the title of the new ticket.")]
        input: SplitTicketInput,
    ) -> Result<TicketPayload, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let comments =
            input.comments.iter().map(|id| ids::input(id, "comments")).collect::<Result<_, _>>()?;
        let split = engine::SplitTicket { number: input.number, comments, title: input.title };
        Ok(Box::pin(engine.split_ticket(actor, split)).await?.into())
    }
}
