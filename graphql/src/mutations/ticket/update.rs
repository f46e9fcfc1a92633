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
    /// The new status; customers can only set CLOSED.
    status: Option<TicketStatus>,
    /// The new priority.
    priority: Option<TicketPriority>,
    /// The new assignee; null for nobody.
    assignee: MaybeUndefined<ID>,
    /// The new queue.
    queue: Option<ID>,
    /// The new tags; they replace all.
    tags: Option<Vec<String>>,
    /// Whether it is hidden from the customer's colleagues, even if their organisation shares its tickets. The customer of
    /// the ticket can also change this, but no other field with it.
    is_private: Option<bool>,
    /// The new organisation, one of the customer's, for the staff; null for none. Sharing follows the organisation.
    organisation: MaybeUndefined<ID>,
    /// Its id in another system, unique among tickets; an empty text removes it.
    external_id: Option<String>,
}

#[Object]
impl UpdateTicket {
    /// Changes a ticket.
    async fn update_ticket(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The ticket and the changes.")] input: UpdateTicketInput,
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
