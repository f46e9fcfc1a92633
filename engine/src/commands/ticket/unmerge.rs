//! Undoes a merge.

use super::merge::line;
use crate::{
    actor::Actor,
    apply::LockedTicket,
    engine::Engine,
    error::{Error, Result},
    model::{EventChange, EventKind, FromTo, Status, Ticket, TicketChange, TicketId, TicketNumber},
    policy::{Action, Permit},
    rules::By,
    store::{
        Work, merges, rows, tickets,
        turns::{self, Turn},
    },
};

impl Engine {
    /// Undoes the merge of the ticket of this number: it gets its comments, watchers and links back, as far as they were not
    /// moved on, and its status. Answers that ticket.
    ///
    /// # Errors
    /// `NotFound` for a ticket that is absent or hidden, or whose target is hidden; `Forbidden` for customers; `BadInput`
    /// for `number` if it is not merged.
    pub async fn unmerge_ticket(&self, actor: &Actor, number: i64) -> Result<Ticket> {
        let mut work = Work::begin(self).await?;
        let (mut source, mut target, permit) = locked(&work, actor, number).await?;
        let merge = merges::of(&work, source.id()).await?.ok_or_else(not_merged)?;
        merges::undo(&work, &merge, target.id()).await?;
        source.row.merged_into_id = None;
        let status = merges::status_before(&merge)?;
        if status != rows::status(&source.row)? {
            work.apply_quietly(&mut source, By::of(actor), &[TicketChange::SetStatus(status)]).await?;
        }
        work.settle_attention(&mut source).await?;
        if let Some(at) = source.row.first_answer_at {
            let at = at.max(target.row.created_at);
            work.settle_answer(&mut target, at).await?;
        }
        if matches!(rows::status(&target.row)?, Status::New | Status::Open) {
            work.settle_attention(&mut target).await?;
        }
        let from = EventChange::MergedFrom(FromTo::was(TicketNumber(source.row.number)));
        let into = EventChange::MergedInto(FromTo::was(TicketNumber(target.row.number)));
        for (ticket, change) in [(&mut source, into), (&mut target, from)] {
            work.journal(line(actor, EventKind::Unmerged, ticket.id(), change));
            work.touch(ticket, true).await?;
        }
        work.commit(permit, Vec::new()).await?;
        source.shown(actor)
    }
}

fn not_merged() -> Error {
    Error::bad("number", "not-merged", "This ticket is not merged.")
}

/// The merged ticket and the one that has its comments now, locked in this order, as by whoever comes by the number of the first.
async fn locked(work: &Work<'_>, actor: &Actor, number: i64) -> Result<(LockedTicket, LockedTicket, Permit)> {
    turns::take(work.tx(), Turn::Tickets).await?;
    let row = tickets::by_number(work.tx(), number).await?;
    let Some((source, target)) = row.and_then(|row| Some((row.id, row.merged_into_id?))) else {
        // Whoever may not see it is not told that it is not merged.
        let _ = work.ticket(actor, number, Action::WorkTicket).await?;
        return Err(not_merged());
    };
    if let Some(target) = tickets::find(work.tx(), target.into()).await? {
        merges::lock_leading(work, [number, target.number]).await?;
    }
    let (source, for_source) = one(work, actor, source.into()).await?;
    let (target, for_target) = one(work, actor, target.into()).await?;
    if source.row.merged_into_id != Some(target.id().into()) {
        return Err(not_merged());
    }
    Ok((source, target, for_source.and(for_target)))
}

async fn one(work: &Work<'_>, actor: &Actor, id: TicketId) -> Result<(LockedTicket, Permit)> {
    let found = work.ticket_of_id(actor, id, Action::WorkTicket).await?;
    found.ok_or(Error::NotFound { what: "ticket" })
}
