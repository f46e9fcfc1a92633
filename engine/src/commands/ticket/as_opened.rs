//! What whoever opened a ticket is told when they ask for it a second time and may no longer see it: what they said
//! themselves, and the number that it got.

use super::create::CreateTicket;
use crate::{
    actor::Actor,
    attention::Attention,
    engine::Engine,
    error::{Error, Result},
    model::{Priority, PublicFace, Status, Ticket},
    store::{entity::idempotency, rows, tickets, visible::Visible},
};

/// What a ticket was opened with.
pub(super) struct AsOpened {
    title: String,
    status: Status,
    priority: Priority,
    is_private: bool,
    external_id: Option<String>,
}

impl AsOpened {
    pub(super) fn of(
        input: &CreateTicket,
        title: &str,
        status: Status,
        external_id: Option<&String>,
    ) -> Self {
        Self {
            title: title.to_owned(),
            status,
            priority: input.priority.unwrap_or(Priority::Normal),
            is_private: input.is_private,
            external_id: external_id.cloned(),
        }
    }

    /// The ticket as it was then, whatever has become of it.
    fn ticket(self, now: Ticket) -> Ticket {
        Ticket {
            title: self.title,
            status: self.status,
            priority: self.priority,
            is_private: self.is_private,
            external_id: self.external_id,
            assignee: None,
            merged_into: None,
            tags: Vec::new(),
            updated_at: now.created_at,
            auto_close_at: None,
            due_at: None,
            escalates_at: None,
            version: 1,
            public: PublicFace { version: 1, updated_at: now.created_at, priority: self.priority },
            attention: Attention::default(),
            ..now
        }
    }
}

impl Engine {
    /// The ticket that the first request opened, so that nobody opens a second one because the first cannot be seen: an
    /// agent may open tickets in queues that they do not work.
    pub(super) async fn opened_once(
        &self,
        actor: &Actor,
        first: &idempotency::Model,
        as_opened: AsOpened,
    ) -> Result<Ticket> {
        match self.opened_before(actor, first).await {
            Err(Error::NotFound { .. }) => {}
            seen => return seen,
        }
        let row = tickets::find(self.database().ro(), first.ticket_id.into()).await?;
        let row = row.ok_or(Error::NotFound { what: "ticket" })?;
        let ticket = as_opened.ticket(rows::ticket(row, Vec::new())?);
        Ok(Visible::to(actor).shown(ticket))
    }
}
