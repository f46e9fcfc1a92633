//! Links two tickets.

use async_graphql::{Context, InputObject, Object};

use super::TicketPayload;
use crate::{caller::logged_in, error::Failure, objects::LinkKind};

#[derive(Default)]
pub(crate) struct LinkTickets;

/// A link between two tickets.
#[derive(InputObject)]
struct LinkTicketsInput {
    /// The number of the ticket that `kind` is about.
    number: i64,
    /// The number of the other ticket.
    other: i64,
    /// How the first ticket relates to the other.
    kind: LinkKind,
}

#[Object]
impl LinkTickets {
    /// Links two tickets and returns the first. Staff only; the caller must be able to see both. An existing link is left
    /// as it is.
    async fn link_tickets(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The two tickets and how they relate.")] input: LinkTicketsInput,
    ) -> Result<TicketPayload, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let LinkTicketsInput { number, other, kind } = input;
        let link = engine::LinkTickets { number, other, kind: kind.into() };
        Ok(Box::pin(engine.link_tickets(actor, link)).await?.into())
    }
}
