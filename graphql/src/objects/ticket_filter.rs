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

/// A filter of tickets; omitted fields do not narrow it.
#[derive(Clone, Debug, Default, InputObject)]
pub(crate) struct TicketFilter {
    /// In one of these statuses.
    status: Option<Vec<TicketStatus>>,
    /// In a status in which somebody still has to do something: NEW, OPEN or PENDING. false turns it round.
    active: Option<bool>,
    /// In a status in which it is the customer's turn: PENDING or RESOLVED. false turns it round.
    asks_customer: Option<bool>,
    /// In this queue.
    queue: Option<ID>,
    /// Assigned to this user.
    assignee: Option<ID>,
    /// true: nobody is responsible; false: somebody is.
    unassigned: Option<bool>,
    /// Opened by this user.
    customer: Option<ID>,
    /// Of this organisation.
    organisation: Option<ID>,
    /// Of one of these organisations; an empty list does not narrow.
    organisations: Option<Vec<ID>>,
    /// Arrived by one of these channels.
    channel: Option<Vec<Channel>>,
    /// Customer: I opened it; staff: assigned to me. false turns it round.
    mine: Option<bool>,
    /// Staff: an agreed time has passed, and its clock is not met. false turns it round. To customers nothing is escalated.
    escalated: Option<bool>,
    /// With this tag.
    tag: Option<String>,
    /// Opened at this time or later.
    created_after: Option<DateTime>,
    /// Opened before this time.
    created_before: Option<DateTime>,
    /// Changed at this time or later.
    updated_after: Option<DateTime>,
    /// Staff: something of the customer's is unanswered and the viewer has not seen it. false turns it round.
    unseen: Option<bool>,
    /// The viewer watches it. false turns it round.
    watching: Option<bool>,
    /// The one that another system calls so.
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

/// An order of tickets; without one, the newest come first.
#[derive(Clone, Copy, Debug, InputObject)]
pub(crate) struct TicketOrder {
    /// The field to order by.
    field: TicketOrderField,
    /// The direction.
    direction: OrderDirection,
}

/// What a list of tickets is ordered by; equal ones stand in the order of their creation.
#[derive(Clone, Copy, Debug, Enum, Eq, PartialEq)]
#[graphql(remote = "engine::OrderField")]
pub(crate) enum TicketOrderField {
    /// When it was opened.
    CreatedAt,
    /// When it last changed.
    UpdatedAt,
    /// By number.
    Number,
    /// Staff: by the next agreed time. Customers: by when the system closes it. Those without any come last.
    DueAt,
    /// By urgency.
    Priority,
    /// By title, as the database compares texts.
    Title,
    /// By where they stand, in the order of the lifecycle.
    Status,
    /// By what has waited longest for an answer of the staff; what does not wait comes last. For customers, by when it
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
