//! A ticket, and how lists of them are asked for.

use chrono::{DateTime, Utc};

use super::{Channel, OrganisationId, Priority, QueueId, Search, Status, TicketId, Turn, UserId};
use crate::attention::Attention;

/// What a ticket shows its customer in the place of what the staff see, which changes with what the staff do among
/// themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublicFace {
    /// Counts the changes that the customer may see.
    pub version: i64,
    /// When the newest of them was.
    pub updated_at: DateTime<Utc>,
    /// The priority that the ticket was opened with.
    pub priority: Priority,
}

/// One request, as the actor who asked may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Ticket {
    /// The id that nobody sees.
    pub id: TicketId,
    /// The number that people quote.
    pub number: i64,
    /// One line.
    pub title: String,
    /// Where it stands.
    pub status: Status,
    /// How urgent it is.
    pub priority: Priority,
    /// How it came.
    pub channel: Channel,
    /// Where it waits.
    pub queue: QueueId,
    /// Who asked.
    pub customer: UserId,
    /// On behalf of which organisation.
    pub organisation: Option<OrganisationId>,
    /// Who is responsible.
    pub assignee: Option<UserId>,
    /// Whether colleagues of the customer are kept out, whatever their organisation shares.
    pub is_private: bool,
    /// The ticket into which it was merged.
    pub merged_into: Option<TicketId>,
    /// What another system calls it.
    pub external_id: Option<String>,
    /// Which version of the privacy notice was shown when it was opened; `None`: none was.
    pub notice_version: Option<String>,
    /// Words of the staff, sorted.
    pub tags: Vec<String>,
    /// When it was opened.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// When the system will close it.
    pub auto_close_at: Option<DateTime<Utc>>,
    /// The next agreed time that it must keep; `None` while its clocks stand still or nothing was agreed. For the staff.
    pub due_at: Option<DateTime<Utc>>,
    /// When an agreed time passes or has passed that is still to be met. For the staff.
    pub escalates_at: Option<DateTime<Utc>>,
    /// Counts changes, for optimistic locking; starts at 1.
    pub version: i64,
    /// What customers see of the last three.
    pub public: PublicFace,
    /// What waits for the staff; of this, customers see no more than that a reply of their own was held back.
    pub attention: Attention,
}

impl Ticket {
    /// Whose turn it is. A reply that is held back waits for the staff, whatever the status says.
    #[must_use]
    pub const fn turn(&self) -> Turn {
        if self.attention.held_back.is_some() { Turn::Staff } else { self.status.turn() }
    }
}

/// Which tickets are asked for; what is left out does not narrow.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TicketFilter {
    /// In one of these statuses; empty: any.
    pub status: Vec<Status>,
    /// In this queue.
    pub queue: Option<QueueId>,
    /// Assigned to this user.
    pub assignee: Option<UserId>,
    /// `true`: nobody is responsible; `false`: somebody is.
    pub unassigned: Option<bool>,
    /// Opened by this user.
    pub customer: Option<UserId>,
    /// Of this organisation.
    pub organisation: Option<OrganisationId>,
    /// Of one of these organisations; empty: of any or none.
    pub organisations: Vec<OrganisationId>,
    /// Came on one of these ways; empty: on any.
    pub channels: Vec<Channel>,
    /// Customer: I opened it; staff: assigned to me. `false` turns it round.
    pub mine: Option<bool>,
    /// Staff: an agreed time has passed and is still to be met. `false` turns it round. To customers nothing is escalated.
    pub escalated: Option<bool>,
    /// Carries this tag.
    pub tag: Option<String>,
    /// Opened at or after.
    pub created_after: Option<DateTime<Utc>>,
    /// Opened before.
    pub created_before: Option<DateTime<Utc>>,
    /// Changed at or after.
    pub updated_after: Option<DateTime<Utc>>,
    /// Found by this in number, title, comments, names of files and whose it is, and with these properties.
    pub search: Option<Search>,
    /// Exactly this ticket.
    pub number: Option<i64>,
    /// The one that another system calls so.
    pub external_id: Option<String>,
    /// Staff: something of the customer's is unanswered, and the actor has not seen it. `false` turns it round.
    pub unseen: Option<bool>,
    /// The actor watches it. `false` turns it round.
    pub watching: Option<bool>,
}

/// What a list of tickets is ordered by; equal ones by id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrderField {
    /// When it was opened.
    CreatedAt,
    /// When it last changed.
    UpdatedAt,
    /// By number.
    Number,
    /// By the next agreed time; for customers by when the system closes it. Those without any come last.
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

/// Which end comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Smallest first.
    Asc,
    /// Greatest first.
    Desc,
}

/// An order of tickets; by default the newest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TicketOrder {
    /// By what.
    pub field: OrderField,
    /// From which end.
    pub direction: Direction,
}

impl Default for TicketOrder {
    fn default() -> Self {
        Self { field: OrderField::CreatedAt, direction: Direction::Desc }
    }
}
