//! Answers that come too late to reopen their ticket: they open a new one, which is linked to it.

use super::{join::answer, pointers::candidate, receive::Incoming, sender::Sender};
use crate::{
    commands::ticket::create::follows_change,
    error::Result,
    incoming::{
        late::{Late, is_late},
        manner::manner,
    },
    model::{Cause, EventKind, LinkKind, TicketId, UserId},
    routing::{Candidate, Route},
    store::{NewEvent, Work, entity::ticket, follow_ups, links, tickets},
};

/// Where a mail goes that was to join a ticket: to that one, to the one of its sender that goes on with it, or to a new one;
/// then the second is the one that it follows. A mail to several tickets at once joins them all.
pub(super) async fn led(
    work: &Work<'_>,
    incoming: &Incoming,
    route: Route,
    also: &[Candidate],
) -> Result<(Route, Option<Candidate>)> {
    let (Route::Join(joined), Some(_), true) = (route, incoming.arrived.reopen_within, also.is_empty())
    else {
        return Ok((route, None));
    };
    let Some(row) = tickets::lock_id(work.tx(), joined.ticket).await? else { return Ok((route, None)) };
    let sender = match &incoming.sender {
        Some(account) => Sender::of(account)?,
        None => Sender::stranger(work.now()),
    };
    if !late(work, incoming, (&row, joined), sender).await? {
        return Ok((route, None));
    }
    // Whoever answers the old ticket a second time means the one that they opened the first time.
    if let Some(later) = follow_ups::newest(work.tx(), joined.ticket, sender.id).await? {
        let found = candidate(work, later, Some(sender.id)).await?;
        let found = Candidate { by_subject: joined.by_subject, by: joined.by, ..found };
        if let Some(row) = tickets::lock_id(work.tx(), found.ticket).await?
            && !late(work, incoming, (&row, found), sender).await?
        {
            return Ok((Route::Join(found), None));
        }
    }
    Ok((Route::Open { mentions: None }, Some(joined)))
}

async fn late(
    work: &Work<'_>,
    incoming: &Incoming,
    (row, candidate): (&ticket::Model, Candidate),
    sender: Sender,
) -> Result<bool> {
    let Some(closed_since) = follow_ups::closed_since(work.tx(), candidate.ticket).await? else {
        return Ok(false);
    };
    let late = Late {
        step: manner(answer(work, incoming, row, sender, candidate).await?).step(),
        staff: sender.role.is_staff(),
        closed_since: Some(closed_since),
        reopen_within: incoming.arrived.reopen_within,
    };
    Ok(is_late(late, work.now()))
}

/// Links a new ticket to the one that it goes on with. The line of the journal is for the staff alone if its writer takes no part
/// in the other.
pub(super) async fn link(
    work: &Work<'_>,
    ticket: TicketId,
    writer: UserId,
    before: Candidate,
) -> Result<NewEvent> {
    follow_ups::add(work, ticket, before.ticket).await?;
    links::add(work, before.ticket, LinkKind::Related, ticket).await?;
    Ok(NewEvent {
        kind: EventKind::Changed,
        ticket,
        actor: Some(writer),
        cause: Cause::Mail,
        comment: None,
        changes: vec![follows_change(before.number)],
        internal: !before.sender_takes_part,
    })
}
