//! Why: the staff work a ticket by its own fields, without writing to anybody.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object};

use super::TicketPayload;
use crate::{
    caller::logged_in,
    error::Failure,
    ids,
    objects::{TicketPriority, TicketStatus},
};

#[derive(Default)]
pub(crate) struct UpdateTicket;

/// The changes; omitted fields stay as they are.
#[derive(InputObject)]
struct UpdateTicketInput {
    /// The ticket's number.
    number: i64,
    /// The `version` that you have read; CONFLICT if the ticket has changed since.
    expected_version: Option<i64>,
    /// The new title.
    title: Option<String>,
    /// The new status; customers may only set CLOSED.
    status: Option<TicketStatus>,
    /// The new priority.
    priority: Option<TicketPriority>,
    /// The new assignee; null for nobody.
    assignee: MaybeUndefined<ID>,
    /// The new queue.
    queue: Option<ID>,
    /// The new tags; they replace all.
    tags: Option<Vec<String>>,
    /// Whether colleagues of the customer are kept out, whatever their organisation shares. The customer of a ticket may
    /// change this too, alone.
    is_private: Option<bool>,
    /// Another one of the customer's organisations, for the staff; null for none. Whom it is shared with follows it.
    organisation: MaybeUndefined<ID>,
    /// What another system calls it, unique among tickets; an empty text takes it away.
    external_id: Option<String>,
}

#[Object]
impl UpdateTicket {
    /// Changes a ticket.
    async fn update_ticket(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The ticket, and what changes.")] input: UpdateTicketInput,
    ) -> Result<TicketPayload, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let update = engine::UpdateTicket {
            number: input.number,
            expected_version: input.expected_version,
            title: input.title,
            status: input.status.map(engine::Status::from),
            priority: input.priority.map(engine::Priority::from),
            assignee: match input.assignee {
                MaybeUndefined::Undefined => None,
                MaybeUndefined::Null => Some(None),
                MaybeUndefined::Value(id) => Some(Some(ids::input(&id, "assignee")?)),
            },
            queue: ids::optional(input.queue.as_ref(), "queue")?,
            tags: input.tags,
            is_private: input.is_private,
            organisation: ids::replaced(&input.organisation, "organisation")?,
            external_id: input.external_id,
        };
        Ok(engine.update_ticket(actor, update).await?.into())
    }
}
