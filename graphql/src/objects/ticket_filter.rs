//! Why: which tickets a list holds, and in which order.

use async_graphql::{Enum, ID, InputObject};

use crate::{
    error::Failure,
    ids,
    objects::{Channel, TicketStatus},
    scalars::DateTime,
};

/// What is wrong with a filter that no ticket fits, whatever it holds.
const NO_STATUS: &str = "`status`, `active` and `asksCustomer` exclude each other.";

/// A filter for tickets; omitted fields match everything.
#[derive(Clone, Debug, Default, InputObject)]
pub(crate) struct TicketFilter {
    /// In one of these statuses.
    status: Option<Vec<TicketStatus>>,
    /// In the status NEW, OPEN or PENDING, in which somebody still has something to do; false for the opposite.
    active: Option<bool>,
    /// In the status PENDING or RESOLVED, in which it is the customer's turn; false for the opposite.
    asks_customer: Option<bool>,
    /// In this queue.
    queue: Option<ID>,
    /// Assigned to this user.
    assignee: Option<ID>,
    /// True for unassigned tickets, false for assigned ones.
    unassigned: Option<bool>,
    /// Opened by this user.
    customer: Option<ID>,
    /// Of this organisation.
    organisation: Option<ID>,
    /// Of one of these organisations; an empty list matches all.
    organisations: Option<Vec<ID>>,
    /// Arrived by one of these channels.
    channel: Option<Vec<Channel>>,
    /// For customers: opened by the viewer; for staff: assigned to the viewer; false for the opposite.
    mine: Option<bool>,
    /// Staff only: an agreed time has passed and its clock is not met; false for the opposite. For customers, nothing is
    /// escalated.
    escalated: Option<bool>,
    /// With this tag.
    tag: Option<String>,
    /// Opened at this time or later.
    created_after: Option<DateTime>,
    /// Opened before this time.
    created_before: Option<DateTime>,
    /// Changed at this time or later.
    updated_after: Option<DateTime>,
    /// Staff only: something by the customer is unanswered and the viewer has not seen it; false for the opposite.
    unseen: Option<bool>,
    /// Watched by the viewer; false for the opposite.
    watching: Option<bool>,
    /// The one with this id in another system.
    external_id: Option<String>,
}

impl TicketFilter {
    /// The engine's filter.
    pub(crate) fn into_engine(self) -> Result<engine::TicketFilter, Failure> {
        let organisations = self
            .organisations
            .map(|all| all.iter().map(|id| ids::input(id, "organisations")).collect::<Result<Vec<_>, _>>())
            .transpose()?;
        let named: Vec<_> = self.status.unwrap_or_default().into_iter().map(engine::Status::from).collect();
        Ok(engine::TicketFilter {
            status: engine::Status::narrowed(&named, self.active, self.asks_customer)
                .ok_or_else(|| Failure::bad_input("status", NO_STATUS))?,
            queue: ids::optional(self.queue.as_ref(), "queue")?,
            assignee: ids::optional(self.assignee.as_ref(), "assignee")?,
            unassigned: self.unassigned,
            customer: ids::optional(self.customer.as_ref(), "customer")?,
            organisation: ids::optional(self.organisation.as_ref(), "organisation")?,
            organisations: organisations.unwrap_or_default(),
            channels: self.channel.unwrap_or_default().into_iter().map(engine::Channel::from).collect(),
            mine: self.mine,
            escalated: self.escalated,
            tag: self.tag,
            created_after: self.created_after.map(|at| at.0),
            created_before: self.created_before.map(|at| at.0),
            updated_after: self.updated_after.map(|at| at.0),
            search: None,
            number: None,
            external_id: self.external_id,
            unseen: self.unseen,
            watching: self.watching,
        })
    }
}

/// An order of tickets; by default newest first.
#[derive(Clone, Copy, Debug, InputObject)]
pub(crate) struct TicketOrder {
    /// The field to order by.
    field: TicketOrderField,
    /// The direction.
    direction: OrderDirection,
}

/// What a list of tickets is ordered by; equal ones are in the order of their creation.
#[derive(Clone, Copy, Debug, Enum, Eq, PartialEq)]
#[graphql(remote = "engine::OrderField")]
pub(crate) enum TicketOrderField {
    /// When it was opened.
    CreatedAt,
    /// When it last changed.
    UpdatedAt,
    /// By number.
    Number,
    /// For staff: by the next agreed time; for customers: by automatic closing. Tickets without one come last.
    DueAt,
    /// By urgency.
    Priority,
    /// By title, as the database sorts texts.
    Title,
    /// By status, in the order of the lifecycle.
    Status,
    /// By how long the customer has been waiting for an answer; tickets not waiting come last. For customers, by when it
    /// was opened.
    WaitingSince,
}

/// A direction.
#[derive(Clone, Copy, Debug, Enum, Eq, PartialEq)]
#[graphql(remote = "engine::Direction")]
pub(crate) enum OrderDirection {
    /// Ascending.
    Asc,
    /// Descending.
    Desc,
}

impl From<TicketOrder> for engine::TicketOrder {
    fn from(order: TicketOrder) -> Self {
        Self { field: order.field.into(), direction: order.direction.into() }
    }
}
