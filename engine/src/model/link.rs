//! Links of a ticket: to other tickets, and to what other systems call the same matter.

use super::{ExternalLinkId, LinkId, LinkKind, TicketId};

/// A link between two tickets, as seen from one of them.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TicketLink {
    /// Its id, the same seen from both ends.
    pub id: LinkId,
    /// The end from which it is seen.
    pub ticket: TicketId,
    /// How that ticket stands to the other.
    pub kind: LinkKind,
    /// The other end.
    pub other: TicketId,
}

/// A link from a ticket to another system.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ExternalLink {
    /// Its id.
    pub id: ExternalLinkId,
    /// The ticket.
    pub ticket: TicketId,
    /// The address, which begins with http:// or https://.
    pub url: String,
    /// What the other system calls it, such as `PROJ-42`.
    pub key: Option<String>,
    /// Whether customers see it.
    pub visible_to_customer: bool,
}
