//! Who may be responsible for a ticket, and how a responsibility ends that is not allowed any more.
//!
//! It ends when the ticket moves to a queue that the assignee does not work, when they leave the queue or the staff, and
//! when their account is switched off. The journal says so, and those who work the queue are told, since nobody else would
//! look after the ticket.

use uuid::Uuid;

use crate::{
    apply::{assignable, workers},
    error::Result,
    model::{Cause, EventChange, EventKind, FromTo, LetterChange, LetterKind, QueueId, TicketId, UserId},
    outbox::{Owed, owe},
    store::{NewEvent, Work, entity::ticket, tickets},
};

/// Of one person's tickets in one queue, so many are told of one by one; the last letter counts the others.
const TOLD_EACH: usize = 5;

/// Ends the responsibility of a ticket's assignee, if it is not allowed; the change for the journal, if it did.
async fn end_if_forbidden(work: &Work<'_>, row: &mut ticket::Model) -> Result<Option<EventChange>> {
    let Some(id) = row.assignee_id else { return Ok(None) };
    let person = assignable(work, id.into(), row.queue_id.into()).await?;
    if person.is_some_and(|person| person.allowed) {
        return Ok(None);
    }
    row.assignee_id = None;
    Ok(Some(EventChange::Assignee(FromTo::was(id.into()))))
}

/// Tells those who work a queue that a ticket in it has nobody any more; without members, the admins.
async fn tell_queue(
    work: &Work<'_>,
    ticket: TicketId,
    queue: QueueId,
    actor: Option<UserId>,
    changes: &[LetterChange],
) -> Result<Vec<NewEvent>> {
    let mut events = Vec::new();
    for recipient in workers(work, queue).await? {
        if Some(recipient) == actor {
            continue;
        }
        let owed = Owed {
            kind: LetterKind::Changed,
            recipient,
            ticket: Some(ticket),
            comment: None,
            changes: changes.to_vec(),
            by_hand: false,
            notice: None,
        };
        events.extend(owe(work, owed).await?);
    }
    Ok(events)
}

/// Ends what a person is responsible for and may not be any more: everything, or in one queue. What is closed keeps its
/// name until it is opened again.
///
/// # Errors
/// Internal, when the database fails.
pub(crate) async fn end_assignments(
    work: &Work<'_>,
    person: UserId,
    queue: Option<Uuid>,
    (actor, cause): (Option<UserId>, Cause),
) -> Result<Vec<NewEvent>> {
    let rows = tickets::lock_assigned(work.tx(), person, queue).await?;
    let mut events = Vec::new();
    let mut ended: Vec<(ticket::Model, EventChange)> = Vec::new();
    for mut row in rows {
        if let Some(change) = end_if_forbidden(work, &mut row).await? {
            events.push(write(work, &row, &change, actor, cause).await?);
            ended.push((row, change));
        }
    }
    for tickets in ended.chunk_by(|(one, _), (other, _)| one.queue_id == other.queue_id) {
        let told = tickets.len().min(TOLD_EACH);
        for (at, (row, change)) in tickets.iter().take(told).enumerate() {
            let mut changes = vec![change.clone().into()];
            if at + 1 == told && tickets.len() > told {
                let further = (tickets.len() - told) as u64;
                changes.push(LetterChange::FurtherUnassigned(FromTo::now(further)));
            }
            events.extend(tell_queue(work, row.id.into(), row.queue_id.into(), actor, &changes).await?);
        }
    }
    Ok(events)
}

async fn write(
    work: &Work<'_>,
    row: &ticket::Model,
    change: &EventChange,
    actor: Option<UserId>,
    cause: Cause,
) -> Result<NewEvent> {
    tickets::unassign(work, row).await?;
    Ok(NewEvent {
        kind: EventKind::Assigned,
        ticket: row.id.into(),
        actor,
        cause,
        comment: None,
        changes: vec![change.clone()],
        internal: false,
    })
}
