//! Links two tickets.

use crate::{
    actor::Actor,
    apply::LockedTicket,
    engine::Engine,
    error::{Error, Result},
    model::{EventChange, EventKind, FromTo, LinkKind, LinkTo, Ticket, TicketId, TicketNumber},
    policy::Action,
    rules::links::{MOST_LINKS, kept, reverse},
    store::{NewEvent, Work, links},
};

/// A link between two tickets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LinkTickets {
    /// The number of the ticket that the kind is about.
    pub number: i64,
    /// The number of the other.
    pub other: i64,
    /// How the first stands to the other.
    pub kind: LinkKind,
}

impl Engine {
    /// Links two tickets; a link that is there already is left as it is. Answers the first of them.
    ///
    /// # Errors
    /// `NotFound` if either is absent or hidden; `Forbidden` for customers; `BadInput` for `other`, if it is the same
    /// ticket or has too many links, and for `kind`, if they are linked the other way round.
    pub async fn link_tickets(&self, actor: &Actor, input: LinkTickets) -> Result<Ticket> {
        let mut work = Work::begin(self).await?;
        let numbers = (input.number, input.other);
        let (mut ticket, mut other, permit) = work.two_tickets(actor, numbers, Action::WorkTicket).await?;
        if link(&mut work, actor, (&mut ticket, &mut other), input.kind).await? {
            work.commit(permit, Vec::new()).await?;
        }
        ticket.shown(actor)
    }
}

/// Links two tickets that are locked, and says so in both; `false`: they were linked so already.
pub(super) async fn link(
    work: &mut Work<'_>,
    actor: &Actor,
    (ticket, other): (&mut LockedTicket, &mut LockedTicket),
    kind: LinkKind,
) -> Result<bool> {
    if ticket.id() == other.id() {
        return Err(Error::bad("other", "link-self", "A ticket cannot be linked to itself."));
    }
    let ends = kept(kind, ticket.id(), other.id());
    if links::exists(work.tx(), ends).await? {
        return Ok(false);
    }
    check(work, ends).await?;
    links::add(work, ticket.id(), kind, other.id()).await?;
    for (end, kind, to) in
        [(ticket.id(), kind, other.row.number), (other.id(), reverse(kind), ticket.row.number)]
    {
        let link = LinkTo { kind, number: TicketNumber(to) };
        work.journal(linked(actor, end, EventChange::Links(FromTo::now(link)), true));
    }
    work.touch(ticket, false).await?;
    work.touch(other, false).await?;
    Ok(true)
}

/// Refuses what would contradict the links that are there.
async fn check(work: &Work<'_>, (first, kind, second): (TicketId, LinkKind, TicketId)) -> Result<()> {
    let turned = match kind {
        LinkKind::ParentOf => links::descends_from(work.tx(), first, second).await?,
        LinkKind::DuplicateOf => links::exists(work.tx(), (second, kind, first)).await?,
        LinkKind::Related | LinkKind::DuplicatedBy | LinkKind::ChildOf => false,
    };
    if turned {
        let message = "These tickets are already linked the other way round.";
        return Err(Error::bad("kind", "link-turned", message));
    }
    for end in [first, second] {
        if links::count(work.tx(), end).await? >= MOST_LINKS as u64 {
            let message = format!("A ticket can have at most {MOST_LINKS} links.");
            return Err(Error::bad("other", "links-too-many", message));
        }
    }
    Ok(())
}

/// A line of the journal about a link.
pub(super) fn linked(actor: &Actor, ticket: TicketId, change: EventChange, internal: bool) -> NewEvent {
    NewEvent {
        kind: EventKind::Linked,
        ticket,
        actor: actor.user().map(|viewer| viewer.id),
        cause: actor.cause(),
        comment: None,
        changes: vec![change],
        internal,
    }
}
