//! Makes a ticket a part of another.

use crate::{
    actor::Actor,
    apply::LockedTicket,
    attention::Attention,
    commands::user::is_unknown_sender,
    engine::Engine,
    error::{Error, Result},
    model::{
        EventChange, EventKind, FromTo, Role, Sharing, Status, Ticket, TicketChange, TicketId, TicketNumber,
        UserId,
    },
    policy::{self, Action},
    rules::{
        By,
        merge::{Customers, may_merge},
    },
    store::{NewEvent, Work, entity::ticket, merges, notifications, organisations, rows, tickets, watchers},
};

/// Which ticket becomes a part of which.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MergeTickets {
    /// The number of the ticket that is closed.
    pub from: i64,
    /// The number of the ticket that goes on.
    pub into: i64,
}

impl Engine {
    /// Moves comments, watchers and links of a ticket into another and closes it. Its number, its page, its reply address
    /// and its mail threads lead to the other from then on. Nobody is told by email. Answers the ticket that goes on, also
    /// when the two are merged already.
    ///
    /// # Errors
    /// `NotFound` if either is absent or hidden; `Forbidden` for customers; `BadInput` for `into`, if it is the same ticket,
    /// and for `from`, if it is merged into another already, if the tickets belong to customers who do not see each
    /// other's ticket, if it is private and the other is not, if the other is shared in another organisation, or if a
    /// customer who watches one does not see the other.
    pub async fn merge_tickets(&self, actor: &Actor, input: MergeTickets) -> Result<Ticket> {
        let mut work = Work::begin(self).await?;
        let numbers = (input.from, input.into);
        let (mut source, mut target, permit) = work.two_tickets(actor, numbers, Action::WorkTicket).await?;
        if source.row.number != input.from {
            return merged_before(actor, &input, &source, target);
        }
        if source.id() == target.id() {
            return Err(Error::bad("into", "merge-self", "A ticket cannot be merged into itself."));
        }
        let people = customers(&work, &source.row, &target.row).await?;
        if !may_merge(people) {
            let message =
                "The customers of these tickets cannot see each other's tickets. Link the tickets instead.";
            return Err(Error::bad("from", "merge-other-customer", message));
        }
        refuse_onlookers(&work, &source.row, &target.row, people.source_is_staff).await?;
        merges::merge(&work, &source.row, &target.row).await?;
        notifications::follow(work.tx(), source.id(), target.id()).await?;
        take_over(&mut work, actor, &source, &mut target).await?;
        if target.row.first_answer_at.is_none() {
            work.read_answer(&mut target).await?;
        }
        let close = [TicketChange::SetStatus(Status::Closed)];
        work.apply_quietly(&mut source, By::of(actor), &close).await?;
        let before = source.row.clone();
        source.row.merged_into_id = Some(target.id().into());
        work.save(&source, before).await?;
        let from = EventChange::MergedFrom(FromTo::now(TicketNumber(source.row.number)));
        let into = EventChange::MergedInto(FromTo::now(TicketNumber(target.row.number)));
        for (ticket, change) in [(&mut source, into), (&mut target, from)] {
            work.journal(line(actor, EventKind::Merged, ticket.id(), change));
            work.touch(ticket, true).await?;
        }
        work.commit(permit, Vec::new()).await?;
        target.shown(actor)
    }
}

/// A line of the journal about a merge or a split, which the customer sees too.
pub(super) fn line(actor: &Actor, kind: EventKind, ticket: TicketId, change: EventChange) -> NewEvent {
    NewEvent {
        kind,
        ticket,
        actor: actor.user().map(|viewer| viewer.id),
        cause: actor.cause(),
        comment: None,
        changes: vec![change],
        internal: false,
    }
}

/// The number of the source leads to another ticket already.
fn merged_before(
    actor: &Actor,
    input: &MergeTickets,
    source: &LockedTicket,
    target: LockedTicket,
) -> Result<Ticket> {
    if source.id() == target.id() {
        return target.shown(actor);
    }
    let message = format!("#{} is already merged into #{}.", input.from, source.row.number);
    Err(Error::bad("from", "merge-merged", message))
}

/// What waited in the source waits in the target, which is opened for it if it does not wait itself.
async fn take_over(
    work: &mut Work<'_>,
    actor: &Actor,
    source: &LockedTicket,
    target: &mut LockedTicket,
) -> Result<()> {
    let (waits, settled) = (rows::attention(&source.row), rows::attention(&target.row));
    let is_open = |status| matches!(status, Status::New | Status::Open);
    if is_open(rows::status(&source.row)?) && !is_open(rows::status(&target.row)?) {
        let open = [TicketChange::SetStatus(Status::Open)];
        work.apply_quietly(target, By::of(actor), &open).await?;
    }
    let before = target.row.clone();
    // What the staff had done with in the target does not wait again for the sake of the source.
    let known = Attention { held_back: rows::attention(&target.row).held_back, ..settled };
    rows::set_attention(&mut target.row, known.joined(waits));
    work.save(target, before).await
}

/// Nobody is to read by a merge what they could not read before: colleagues what is private, watchers the other ticket.
/// What staff forwarded is theirs to show.
async fn refuse_onlookers(
    work: &Work<'_>,
    source: &ticket::Model,
    target: &ticket::Model,
    source_is_staff: bool,
) -> Result<()> {
    if source.is_private && !target.is_private {
        let message =
            "A private ticket can only be merged into a private one. Make the other ticket private first.";
        return Err(Error::bad("from", "merge-private", message));
    }
    if !source_is_staff && opens_to_another_organisation(work, source, target).await? {
        let message = "Members of the other ticket's organisation cannot see this ticket. Set the same organisation for both tickets, or make the other one private first.";
        return Err(Error::bad("from", "merge-organisation", message));
    }
    let pairs = [(source, target), (target, source)];
    for (watched, other) in pairs.into_iter().take(if source_is_staff { 1 } else { 2 }) {
        for reader in watchers::readers(work.tx(), watched.id).await? {
            if reader.0 != other.customer_id && !sees(work, reader, other).await?.0 {
                let message = "A watcher of one of these tickets cannot see the other. Remove them first.";
                return Err(Error::bad("from", "merge-watcher", message));
            }
        }
    }
    Ok(())
}

/// Whether members of the target's organisation would read what was written for another one, or for none.
async fn opens_to_another_organisation(
    work: &Work<'_>,
    source: &ticket::Model,
    target: &ticket::Model,
) -> Result<bool> {
    let Some(into) = target.organisation_id.filter(|into| source.organisation_id != Some(*into)) else {
        return Ok(false);
    };
    if target.is_private {
        return Ok(false);
    }
    let row = organisations::find(work.tx(), into.into()).await?;
    let shares = row.is_some_and(|row| row.sharing != Sharing::Nobody.as_str());
    Ok(shares || source.organisation_id.is_some())
}

async fn customers(work: &Work<'_>, source: &ticket::Model, target: &ticket::Model) -> Result<Customers> {
    if source.customer_id == target.customer_id {
        return Ok(Customers { same: true, ..Customers::default() });
    }
    let (of_source, of_target) = (source.customer_id.into(), target.customer_id.into());
    let (source_sees_target, role) = sees(work, of_source, target).await?;
    Ok(Customers {
        same: false,
        source_sees_target,
        target_sees_source: sees(work, of_target, source).await?.0,
        source_is_staff: role.is_some_and(Role::is_staff),
        source_is_nobody: is_unknown_sender(work, of_source).await?,
    })
}

/// Whether somebody sees a ticket, and their role. Who is switched off sees nothing.
async fn sees(work: &Work<'_>, user: UserId, row: &ticket::Model) -> Result<(bool, Option<Role>)> {
    let actor = match work.engine().actor_of(user).await {
        Ok(actor) => actor,
        Err(Error::NotFound { .. }) => return Ok((false, None)),
        Err(error) => return Err(error),
    };
    let subject = tickets::subject(work.tx(), &actor, Some(row)).await?;
    let sees = policy::check(&actor, Action::ReadTicket, Some(&subject)).is_ok();
    Ok((sees, actor.user().map(|viewer| viewer.role)))
}
