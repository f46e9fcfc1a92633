//! What stands beside the tickets of a page: which of it is asked for, and what was found.

use std::collections::HashMap;

use super::{Comment, Organisation, OrganisationId, Texts, TicketId, User, UserId};

/// Which neighbours of tickets to read together with them; by default none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "any combination can be wanted")]
pub struct Beside {
    /// Who asked.
    pub customer: bool,
    /// Who is responsible.
    pub assignee: bool,
    /// On behalf of which organisation.
    pub organisation: bool,
    /// The mail domains of that organisation too; otherwise there are none.
    pub domains: bool,
    /// The newest comment that the actor may see; one that is long as it is wanted is left out.
    pub last_comment: bool,
    /// How much of its texts.
    pub texts: Texts,
}

/// What stood beside tickets, as far as it was asked for and the actor may see it.
#[derive(Debug, Clone, Default)]
pub struct Neighbours {
    /// Customers and assignees.
    pub users: HashMap<UserId, User>,
    /// The organisations of the tickets.
    pub organisations: HashMap<OrganisationId, Organisation>,
    /// The newest comment of each ticket, with the cursor of its place; of a ticket without comments, or with a long one, there
    /// is none.
    pub last_comments: HashMap<TicketId, (String, Comment)>,
}
