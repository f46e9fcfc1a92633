//! Changes a ticket's own fields: status, title, priority, assignee, queue, tags, privacy.

use super::change::{Done, Order};
use crate::{
    actor::Actor,
    engine::Engine,
    error::{Error, Result},
    model::{OrganisationId, Priority, QueueId, Status, Ticket, TicketChange, UserId},
};

/// What is to be different; what is `None` stays.
#[derive(Debug, Clone, Default)]
pub struct UpdateTicket {
    /// The ticket's number.
    pub number: i64,
    /// The version that the writer saw; refused if the ticket has changed since.
    pub expected_version: Option<i64>,
    /// Another title.
    pub title: Option<String>,
    /// Another status; customers may pick nothing but CLOSED.
    pub status: Option<Status>,
    /// Another priority.
    pub priority: Option<Priority>,
    /// Somebody else is responsible; `Some(None)`: nobody.
    pub assignee: Option<Option<UserId>>,
    /// Another queue.
    pub queue: Option<QueueId>,
    /// Other tags, all of them.
    pub tags: Option<Vec<String>>,
    /// Whether colleagues of the customer are kept out; its customer may choose that, too.
    pub is_private: Option<bool>,
    /// Another one of the customer's organisations; `Some(None)`: none.
    pub organisation: Option<Option<OrganisationId>>,
    /// What another system calls it; an empty one takes it away.
    pub external_id: Option<String>,
}

impl UpdateTicket {
    /// The same as a list of changes.
    fn changes(self) -> Vec<TicketChange> {
        let changes = [
            self.assignee.map(TicketChange::Assign),
            self.status.map(TicketChange::SetStatus),
            self.title.map(TicketChange::Retitle),
            self.priority.map(TicketChange::Prioritise),
            self.queue.map(TicketChange::Move),
            self.tags.map(TicketChange::SetTags),
            self.is_private.map(TicketChange::SetPrivacy),
            self.organisation.map(TicketChange::SetOrganisation),
            self.external_id.map(TicketChange::SetExternalId),
        ];
        changes.into_iter().flatten().collect()
    }
}

impl Engine {
    /// Changes a ticket; what changes nothing leaves no trace.
    ///
    /// # Errors
    /// `NotFound` for a ticket that is absent or hidden; `Forbidden` for what only the staff may; `BadInput` for `title`,
    /// `assignee`, `queue`, `tags`, `organisation` or `externalId`; `Stale`.
    pub async fn update_ticket(&self, actor: &Actor, input: UpdateTicket) -> Result<Ticket> {
        let (number, expected_version) = (input.number, input.expected_version);
        let changes = input.changes();
        let order = Order { number, changes: &changes, by_macro: false, expected_version, request: None };
        match Box::pin(self.carry_out(actor, order, &mut None)).await.map_err(Error::of_field)? {
            Done::Now(done) => Ok(done.ticket),
            Done::Before(_) => Err(Error::internal("a request without a key was done before")),
        }
    }
}
