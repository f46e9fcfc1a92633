//! A list of changes to a ticket, applied as one.

use async_graphql::{Context, InputObject, Object};

use super::TicketPayload;
use crate::{
    caller::logged_in,
    error::Failure,
    objects::{TicketChangeInput, changes},
};

#[derive(Default)]
pub(crate) struct ChangeTicket;

/// A list of changes to a ticket.
#[derive(InputObject)]
struct ChangeTicketInput {
    /// The ticket's number.
    number: i64,
    /// What is to happen, in this order, statuses last: all of it or nothing. At most 50 changes.
    changes: Vec<TicketChangeInput>,
    /// The `version` that the caller saw; CONFLICT when the ticket has changed since.
    expected_version: Option<i64>,
    /// The same key again changes nothing a second time and answers the ticket as it is now; with other changes it is a
    /// CONFLICT.
    idempotency_key: Option<String>,
}

#[Object]
impl ChangeTicket {
    /// Applies a list of changes to a ticket as one: the version grows by one, and each person gets at most one email.
    /// When a change is refused, nothing is done, and `extensions.field` names it, such as `changes.2.status`.
    async fn change_ticket(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The ticket, and what is to happen to it.")] input: ChangeTicketInput,
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
