//! Links of tickets, as far as the actor sees both ends, and what is still open among a ticket's children.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use crate::{
    actor::{Actor, Scope},
    engine::Engine,
    error::Result,
    model::{ExternalLink, LinkKind, Ticket, TicketId, TicketLink},
    policy,
    store::{external_links, in_sight, links, visible::Visible},
};

/// What one who closes a ticket should know.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Warning {
    /// The ticket is resolved or closed, and these children of it are not.
    OpenChildren(Vec<Ticket>),
}

impl Engine {
    /// The links of these tickets of which the actor sees both ends, in the order in which they were added.
    ///
    /// # Errors
    /// `MissingScope`.
    pub async fn links_of(
        &self,
        actor: &Actor,
        tickets: &[TicketId],
    ) -> Result<HashMap<TicketId, Vec<TicketLink>>> {
        policy::in_scope(actor, Scope::Read)?;
        let ids: Vec<Uuid> = tickets.iter().map(|ticket| ticket.0).collect();
        let rows = links::of(self.database().ro(), &ids).await?;
        if rows.is_empty() {
            return Ok(HashMap::new());
        }
        let ends = rows.iter().flat_map(|row| [row.ticket_id, row.other_id]);
        let seen = in_sight::tickets(self.database().ro(), Visible::to(actor), ends).await?;
        let seen: HashSet<Uuid> = seen.into_iter().collect();
        let mut found: HashMap<TicketId, Vec<TicketLink>> = HashMap::new();
        for row in &rows {
            if !(seen.contains(&row.ticket_id) && seen.contains(&row.other_id)) {
                continue;
            }
            for end in [row.ticket_id, row.other_id] {
                if ids.contains(&end) {
                    let end = TicketId(end);
                    found.entry(end).or_default().push(links::seen_from(row, end)?);
                }
            }
        }
        Ok(found)
    }

    /// The external links of these tickets that the actor may see, in the order in which they were added.
    ///
    /// # Errors
    /// `MissingScope`.
    pub async fn external_links_of(
        &self,
        actor: &Actor,
        tickets: &[TicketId],
    ) -> Result<HashMap<TicketId, Vec<ExternalLink>>> {
        policy::in_scope(actor, Scope::Read)?;
        let visible = Visible::to(actor);
        let mut found: HashMap<TicketId, Vec<ExternalLink>> = HashMap::new();
        for link in external_links::of(self.database().ro(), visible, tickets).await? {
            found.entry(link.ticket).or_default().push(link);
        }
        Ok(found)
    }

    /// The children of a ticket that are neither resolved nor closed, as far as the actor sees them.
    ///
    /// # Errors
    /// `MissingScope`.
    pub async fn open_children(&self, actor: &Actor, parent: TicketId) -> Result<Vec<Ticket>> {
        let links = self.links_of(actor, &[parent]).await?.remove(&parent).unwrap_or_default();
        let is_child = |link: &&TicketLink| link.kind == LinkKind::ParentOf;
        let ids: Vec<TicketId> = links.iter().filter(is_child).map(|link| link.other).collect();
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let children = self.tickets_by_id(actor, &ids).await?;
        let is_open = |child: &Ticket| child.status.is_active();
        let mut open: Vec<Ticket> = children.into_values().filter(is_open).collect();
        open.sort_by_key(|child| child.number);
        Ok(open)
    }

    /// What one who has changed a ticket should know of it.
    ///
    /// # Errors
    /// `MissingScope`.
    pub async fn warnings(&self, actor: &Actor, ticket: &Ticket) -> Result<Vec<Warning>> {
        if ticket.status.is_active() {
            return Ok(Vec::new());
        }
        let open = self.open_children(actor, ticket.id).await?;
        Ok(if open.is_empty() { Vec::new() } else { vec![Warning::OpenChildren(open)] })
    }
}
