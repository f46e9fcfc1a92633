//! A list of changes to a ticket, applied as one.

use async_graphql::{Context, InputObject, Object};

use super::TicketPayload;
use crate::{
    caller::logged_in,
    error::Failure,
    objects::{TicketChangeInput, changes},
    weights::Weighed,
};

#[derive(Default)]
pub(crate) struct ChangeTicket;

/// A list of changes to a ticket.
#[derive(InputObject)]
struct ChangeTicketInput {
    /// The ticket's number.
    number: i64,
    /// The changes, applied in this order with statuses last: all or none. At most 50.
    changes: Vec<TicketChangeInput>,
    /// The `version` that you have read; CONFLICT if the ticket has changed since.
    expected_version: Option<i64>,
    /// Repeating the request with the same key changes nothing and returns the current ticket; with other changes it is a
    /// CONFLICT.
    idempotency_key: Option<String>,
}

#[Object]
impl ChangeTicket {
    /// Applies a list of changes to a ticket as one: the version increases by one, and each person gets at most one email.
    /// If a change is refused, nothing is changed, and `extensions.field` names it, such as `changes.2.status`.
    #[graphql(complexity = "Weighed::new(__ctx, __variables_definition, __field).changes(child_complexity)")]
    async fn change_ticket(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The ticket and the changes.")] input: ChangeTicketInput,
    ) -> Result<TicketPayload, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let change = engine::ChangeTicket {
            number: input.number,
            changes: changes(ctx, input.changes)?,
            expected_version: input.expected_version,
            idempotency_key: input.idempotency_key,
        };
        Ok(engine.change_ticket(actor, change).await?.into())
    }
}
