//! The circuit breaker against machines that answer each other: so many letters of one ticket to one person, and no more
//! until somebody of the staff has looked.
//!
//! What a person of the staff writes on the page or by API is never held back by machines; it has a cap of its own, far
//! beyond what people write. Everything else is a letter that a machine may have caused: after [`PER_HOUR`] within an hour,
//! or [`UNATTENDED`] at whatever pace, automatic letters of that ticket are held. Held letters stand on the ticket, where
//! the staff can send them. The next answer or change of the staff lets letters pass again.
//!
//! | letters to one person | within | at most |
//! | --- | --- | --- |
//! | of one ticket, automatic | an hour | [`PER_HOUR`] |
//! | of one ticket, automatic, while nobody of the staff looks | whatever time | [`UNATTENDED`] |
//! | of one ticket, by the staff | an hour | [`BY_HAND_PER_HOUR`] |
//! | of all tickets, automatic | an hour | `letters_per_person` |
//! | about their account | an hour | [`OF_ACCOUNT_PER_HOUR`] |
//!
//! The staff are told once: of a ticket's letters in that ticket, and of those of all tickets in the first one of each hour.

use chrono::{DateTime, Duration, Utc};

use super::{Owed, untold};
use crate::{
    error::Result,
    model::{Cause, EventChange, EventKind, FromTo, TicketId},
    policy::throttle::{HOUR, Limit},
    store::{
        NewEvent, Work,
        letters::{attention, breaker},
        rows, throttle, tickets,
    },
};

/// So many automatic letters of one ticket go to one person within an hour.
const PER_HOUR: u64 = 10;
/// So many go to one person while nobody of the staff looks at the ticket, however slowly.
const UNATTENDED: u64 = 20;
/// So many letters that the staff caused themselves go to one person within an hour.
const BY_HAND_PER_HOUR: i64 = 60;

/// So many letters about their account go to one person within an hour.
const OF_ACCOUNT_PER_HOUR: u64 = 30;

/// How often within an hour the staff are told that somebody gets too many letters of all tickets.
const FLOODED: Limit = Limit { name: "mail.flooded", tries: 1, window: HOUR };

/// What makes them too many; the journal tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TooMany {
    /// Automatic letters of one ticket.
    Automatic,
    /// Answers of the staff in one ticket.
    Answers,
    /// Automatic letters of all tickets.
    ToPerson,
}

impl TooMany {
    /// The word of the journal; lines without one are older, or of automatic letters.
    const fn word(self) -> Option<&'static str> {
        match self {
            Self::Automatic => None,
            Self::Answers => Some("answers"),
            Self::ToPerson => Some("person"),
        }
    }
}

/// Whether a letter may leave.
pub(super) enum Pass {
    /// It may.
    Free,
    /// It is held, and these lines tell the staff so, if it is the first one.
    Held(Vec<NewEvent>),
}

/// Asks whether a letter may leave. `sent`: how many letters of its ticket its reader got within the last hour.
pub(super) async fn pass(work: &Work<'_>, owed: &Owed, address: &str, sent: i64) -> Result<Pass> {
    let Some(ticket) = owed.ticket else { return pass_of_account(work, owed).await };
    match pass_of_ticket(work, owed, (ticket, sent), address).await? {
        Pass::Free if is_flooded(work, owed).await? => hold_flooding(work, owed, ticket, address).await,
        pass => Ok(pass),
    }
}

/// The same of a ticket that was opened just now: nothing was sent of it, and it waits for the staff already.
pub(super) async fn pass_of_new(work: &Work<'_>, owed: &Owed) -> Result<Pass> {
    Ok(if is_flooded(work, owed).await? { Pass::Held(Vec::new()) } else { Pass::Free })
}

async fn pass_of_account(work: &Work<'_>, owed: &Owed) -> Result<Pass> {
    let sent = breaker::sent_of_account(work, owed.recipient, hour_ago(work)).await?;
    if sent < OF_ACCOUNT_PER_HOUR {
        return Ok(Pass::Free);
    }
    let (user, kind) = (owed.recipient, owed.kind.as_str());
    tracing::warn!(%user, kind, "too many letters about one account; this one is held");
    Ok(Pass::Held(Vec::new()))
}

/// Whether somebody got more automatic letters than anybody reads, whatever they are about.
async fn is_flooded(work: &Work<'_>, owed: &Owed) -> Result<bool> {
    if owed.by_hand {
        return Ok(false);
    }
    let most = work.engine().settings().mail.letters_per_person;
    let sent = breaker::sent_of_tickets(work, owed.recipient, hour_ago(work)).await?;
    if sent >= most {
        let (user, kind) = (owed.recipient, owed.kind.as_str());
        tracing::warn!(%user, kind, "too many letters to one person; this one is held");
    }
    Ok(sent >= most)
}

/// When the last hour began.
pub(super) fn hour_ago(work: &Work<'_>) -> DateTime<Utc> {
    work.now() - Duration::hours(1)
}

/// Holds a letter to somebody who got too many of all tickets, and tells the staff if it is the first one within an hour: to mark every
/// ticket would be the next flood.
async fn hold_flooding(work: &Work<'_>, owed: &Owed, ticket: TicketId, address: &str) -> Result<Pass> {
    let person = owed.recipient.to_string();
    let first = !throttle::is_full(work.tx(), FLOODED, &person, work.now()).await?
        && throttle::count(work.tx(), FLOODED, &person, work.now()).await?.is_ok();
    let told = if first { vec![alarm(work, ticket, address, TooMany::ToPerson).await?] } else { Vec::new() };
    Ok(Pass::Held(told))
}

/// Holds an answer of the staff, and tells them if it is the first one to this person. The ticket does not close itself: its customer was
/// not told.
async fn hold_answer(work: &Work<'_>, owed: &Owed, ticket: TicketId, address: &str) -> Result<Pass> {
    let mut events = Vec::new();
    if breaker::held_of_ticket(work, ticket, owed.recipient).await? == 0 {
        let number = tickets::number(work.tx(), ticket).await?;
        tracing::warn!(
            ticket = number,
            "too many answers of the staff to one person; they are held until somebody sends them"
        );
        events.push(alarm(work, ticket, address, TooMany::Answers).await?);
    }
    if let Some(row) = tickets::lock_id(work.tx(), ticket).await? {
        events.extend(untold::stop_closing(work, &row, None).await?);
    }
    Ok(Pass::Held(events))
}

async fn pass_of_ticket(
    work: &Work<'_>,
    owed: &Owed,
    (ticket, sent_lately): (TicketId, i64),
    address: &str,
) -> Result<Pass> {
    if owed.by_hand {
        let full = sent_lately >= BY_HAND_PER_HOUR;
        return if full { hold_answer(work, owed, ticket, address).await } else { Ok(Pass::Free) };
    }
    let hour_ago = hour_ago(work);
    let sent = |since| breaker::sent_of_ticket(work, ticket, owed.recipient, since);
    let tripped = breaker::tripped_at(work, ticket).await?;
    if tripped.is_none() && sent(None).await? < PER_HOUR {
        return Ok(Pass::Free);
    }
    let attended = breaker::attended_at(work, ticket).await?;
    match tripped {
        Some(tripped) if attended.is_none_or(|at| at < tripped) => return Ok(Pass::Held(Vec::new())),
        Some(_) => breaker::reset(work, ticket).await?,
        None => {}
    }
    let since = attended.map_or(hour_ago, |at| at.max(hour_ago));
    let full = sent(Some(since)).await? >= PER_HOUR || sent(attended).await? >= UNATTENDED;
    if full { trip(work, ticket, address).await } else { Ok(Pass::Free) }
}

/// Holds the ticket's automatic letters from now on, tells the staff, and keeps it from closing itself unseen.
async fn trip(work: &Work<'_>, ticket: TicketId, address: &str) -> Result<Pass> {
    breaker::trip(work, ticket).await?;
    let number = tickets::number(work.tx(), ticket).await?;
    tracing::warn!(
        ticket = number,
        "a ticket sends too many letters; its automatic letters are held until the staff have looked"
    );
    let mut events = vec![alarm(work, ticket, address, TooMany::Automatic).await?];
    if let Some(row) = tickets::lock_id(work.tx(), ticket).await? {
        events.extend(untold::stop_closing(work, &row, None).await?);
    }
    Ok(Pass::Held(events))
}

/// Lets the ticket wait for the staff; the line of the journal that tells them why.
async fn alarm(work: &Work<'_>, ticket: TicketId, address: &str, of: TooMany) -> Result<NewEvent> {
    if let Some(row) = tickets::lock_id(work.tx(), ticket).await? {
        attention::wait_for_staff(work, row.id, rows::attention(&row).alarmed(work.now())).await?;
    }
    Ok(NewEvent {
        kind: EventKind::Changed,
        ticket,
        actor: None,
        cause: Cause::System,
        comment: None,
        changes: vec![EventChange::MailHeld(FromTo {
            from: Some(address.to_owned()),
            to: of.word().map(str::to_owned),
        })],
        internal: true,
    })
}
