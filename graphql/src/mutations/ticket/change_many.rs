//! One list of changes to many tickets, with a result for each.

use async_graphql::{ComplexObject, Context, InputObject, Object, SimpleObject};

use crate::{
    caller::logged_in,
    error::{ErrorCode, Failure},
    limits,
    loaders::Among,
    objects::{Ticket, TicketChangeInput, TicketWarning, changes, warnings},
    weights::Weighed,
};

#[derive(Default)]
pub(crate) struct ChangeTickets;

/// A list of changes to many tickets.
#[derive(InputObject)]
struct ChangeTicketsInput {
    /// The tickets' numbers, at most 100. A number that is given twice is changed once.
    numbers: Vec<i64>,
    /// The changes to each ticket, applied in this order with statuses last: all or none. At most 50; comments can have at
    /// most 1,000,000 characters together on all tickets.
    changes: Vec<TicketChangeInput>,
    /// Repeating the request with the same key, the same numbers in the same order and the same changes changes nothing and
    /// returns the current tickets. With other numbers or changes, a ticket that was already changed with this key is a
    /// CONFLICT.
    idempotency_key: Option<String>,
}

struct ChangeTicketsPayload {
    results: Vec<ChangeResult>,
}

/// The result for one ticket.
#[derive(Clone, SimpleObject)]
#[graphql(complex)]
struct ChangeResult {
    /// The number, as given.
    number: i64,
    /// The resulting ticket; null if it was not changed.
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
    /// What the caller should know, such as child tickets that are still open when it is closed.
    async fn warnings(&self, ctx: &Context<'_>) -> Result<Vec<TicketWarning>, Failure> {
        match &self.ticket {
            Some(ticket) => warnings(ctx, ticket.row()).await,
            None => Ok(Vec::new()),
        }
    }
}

/// The result for each ticket.
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
    /// Applies a list of changes to many tickets. Each is changed separately, as by `changeTicket`: a refusal for one does
    /// not affect the others, and a ticket that the caller cannot see has `NOT_FOUND` in its result.
    #[graphql(complexity = "Weighed::new(__ctx, __variables_definition, __field).changes(child_complexity)")]
    async fn change_tickets(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The tickets and the changes.")] input: ChangeTicketsInput,
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
