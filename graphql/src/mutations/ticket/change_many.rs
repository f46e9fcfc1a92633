//! One list of changes to many tickets, with a result for each.

use async_graphql::{ComplexObject, Context, InputObject, Object, SimpleObject};

use crate::{
    caller::logged_in,
    error::{ErrorCode, Failure},
    limits,
    loaders::Among,
    objects::{Ticket, TicketChangeInput, TicketWarning, changes, warnings},
};

#[derive(Default)]
pub(crate) struct ChangeTickets;

/// A list of changes to many tickets.
#[derive(InputObject)]
struct ChangeTicketsInput {
    /// The tickets' numbers, at most 100. A number that is given twice is changed once.
    numbers: Vec<i64>,
    /// What is to happen to each ticket, in this order, statuses last: all of it or nothing. At most 50 changes.
    changes: Vec<TicketChangeInput>,
    /// The same key again, with the same numbers in the same order and the same changes, changes no ticket a second time and
    /// answers the tickets as they are now. With other numbers or changes, a ticket that it has changed before is a CONFLICT.
    idempotency_key: Option<String>,
}

struct ChangeTicketsPayload {
    results: Vec<ChangeResult>,
}

/// What became of one ticket.
#[derive(Clone, SimpleObject)]
#[graphql(complex)]
struct ChangeResult {
    /// The number, as it was given.
    number: i64,
    /// The ticket as it is now; null if it was not changed.
    ticket: Option<Ticket>,
    /// Why it was not changed.
    error: Option<String>,
    /// The kind of error.
    code: Option<ErrorCode>,
    /// What in the input is wrong, such as `changes.2.status`.
    field: Option<String>,
}

#[ComplexObject]
impl ChangeResult {
    /// What the caller should know of the ticket, such as children that are still open when it is closed.
    async fn warnings(&self, ctx: &Context<'_>) -> Result<Vec<TicketWarning>, Failure> {
        match &self.ticket {
            Some(ticket) => warnings(ctx, ticket.row()).await,
            None => Ok(Vec::new()),
        }
    }
}

/// What became of each ticket.
#[Object]
impl ChangeTicketsPayload {
    /// A result for each number, in the order of the numbers.
    #[graphql(complexity = "limits::page(Some(limits::PAGE_MAX), None, child_complexity)")]
    async fn results(&self) -> &[ChangeResult] {
        &self.results
    }
}

#[Object]
impl ChangeTickets {
    /// Applies a list of changes to many tickets. Each is changed by itself, as `changeTicket` does: what is refused for one
    /// leaves the others alone, and a ticket that the caller may not see answers `NOT_FOUND` in its result.
    async fn change_tickets(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The tickets, and what is to happen to each.")] input: ChangeTicketsInput,
    ) -> Result<ChangeTicketsPayload, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let change = engine::ChangeTickets {
            numbers: input.numbers,
            changes: changes(ctx, input.changes)?,
            idempotency_key: input.idempotency_key,
        };
        let results = engine.change_tickets(actor, change).await?;
        Ok(ChangeTicketsPayload { results: results.into_iter().map(ChangeResult::from).collect() })
    }
}

impl From<engine::ChangeResult> for ChangeResult {
    fn from(result: engine::ChangeResult) -> Self {
        let number = result.number;
        match result.outcome {
            Ok(ticket) => {
                let ticket = Some(Ticket::new(ticket, Among::Many));
                Self { number, ticket, error: None, code: None, field: None }
            }
            Err(error) => {
                let Failure { code, field, message, .. } = Failure::of(&error);
                Self { number, ticket: None, error: Some(message), code: Some(code), field }
            }
        }
    }
}
