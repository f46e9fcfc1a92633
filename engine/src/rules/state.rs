//! A ticket as far as the rules ask, and who changes it.

use chrono::{DateTime, Utc};

use crate::{
    actor::Actor,
    attention::Attention,
    model::{Cause, OrganisationId, Priority, QueueId, Status, UserId},
};

/// What the rules know of a ticket, and what they make of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TicketState {
    /// One line.
    pub title: String,
    /// Where it stands.
    pub status: Status,
    /// How urgent it is.
    pub priority: Priority,
    /// Where it waits.
    pub queue: QueueId,
    /// Who asked.
    pub customer: UserId,
    /// Who is responsible.
    pub assignee: Option<UserId>,
    /// For which of the customer's organisations it is.
    pub organisation: Option<OrganisationId>,
    /// Whether colleagues of the customer are kept out.
    pub is_private: bool,
    /// What another system calls it.
    pub external_id: Option<String>,
    /// Its tags, sorted.
    pub tags: Vec<String>,
    /// When the system closes it.
    pub auto_close_at: Option<DateTime<Utc>>,
    /// From when the business days until then are counted; `None`: it closes after a stretch of time, or not at all.
    pub closes_from: Option<DateTime<Utc>>,
    /// When the customer was reminded of that.
    pub reminded_at: Option<DateTime<Utc>>,
    /// When the staff first answered in public.
    pub first_answer_at: Option<DateTime<Utc>>,
    /// What waits for the staff.
    pub attention: Attention,
}

/// Who changes a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct By {
    /// The person; `None`: the system.
    pub user: Option<UserId>,
    /// On whose side they act.
    pub side: Side,
    /// How the change comes about.
    pub cause: Cause,
}

/// On whose side somebody acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The customer, a colleague, or anybody else who is not staff.
    Customer,
    /// The staff, or the system on their behalf.
    Staff,
    /// A timer.
    Timer,
}

impl By {
    /// The timer that closes and reminds.
    pub const TIMER: Self = Self { user: None, side: Side::Timer, cause: Cause::Timer };

    /// An actor; the system does what the staff may do.
    #[must_use]
    pub fn of(actor: &Actor) -> Self {
        let staff = actor.user().is_none_or(|viewer| viewer.role.is_staff());
        Self {
            user: actor.user().map(|viewer| viewer.id),
            side: if staff { Side::Staff } else { Side::Customer },
            cause: actor.cause(),
        }
    }

    /// Whether it is the staff.
    #[must_use]
    pub const fn is_staff(self) -> bool {
        matches!(self.side, Side::Staff)
    }

    /// Whether what they write is Markdown: that of people of the staff is, unless it comes by mail.
    #[must_use]
    pub const fn writes_markdown(self) -> bool {
        self.is_staff() && self.user.is_some() && matches!(self.cause, Cause::Web | Cause::Api)
    }
}
