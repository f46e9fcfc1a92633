//! Keeps tickets open whose customer was not told: nothing closes itself after a letter that could not go.

use chrono::{DateTime, Duration, Utc};
use uuid::Uuid;

use super::server;
use crate::{
    apply::closes_at,
    content::address,
    error::Result,
    model::{Cause, EventChange, EventKind, FromTo, LetterState, Status},
    store::{
        NewEvent, Work,
        entity::{account, letter, ticket},
        letters::{self, attention},
        people, tickets, undeliverable,
    },
};

/// How long a closing is put off while its announcement still waits to leave.
const AGAIN: Duration = Duration::days(1);

/// A letter that took longer than this to leave moves the closing.
const LATE: Duration = Duration::hours(1);

/// Whether letters can reach the person of an account at all.
pub(crate) fn is_reachable(account: &account::Model) -> bool {
    account.active && address::is_usable(&account.email)
}

/// Whether letters can reach the person of this id.
pub(crate) async fn reaches(work: &Work<'_>, id: Uuid) -> Result<bool> {
    let account = people::find(work.tx(), id.into()).await?;
    match account.filter(is_reachable) {
        Some(account) => Ok(!undeliverable::is_marked(work.tx(), &account.email).await?),
        None => Ok(false),
    }
}

/// What becomes of a ticket whose time to close has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Closing {
    /// The customer was told: it closes.
    Now,
    /// The letter that told the customer left late, or still waits.
    At(DateTime<Utc>),
    /// The customer could not be told.
    Never,
}

/// Whether a ticket may close itself: its customer must have been told that it would.
pub(crate) async fn closing(work: &Work<'_>, row: &ticket::Model) -> Result<Closing> {
    if !reaches(work, row.customer_id).await? {
        return Ok(Closing::Never);
    }
    let last = letters::last_of(work.tx(), row.id, row.customer_id).await?;
    let Some(last) = last else { return Ok(Closing::Now) };
    match LetterState::parse(&last.state) {
        Some(LetterState::Failed | LetterState::Held | LetterState::Withdrawn) => Ok(Closing::Never),
        Some(LetterState::Waiting | LetterState::Claimed) => {
            let stuck = last.last_error.is_some() || server::is_failing(work).await?;
            Ok(if stuck { Closing::At(work.now() + AGAIN) } else { Closing::Now })
        }
        Some(LetterState::Sent) | None => Ok(left_late(work, row, &last).await?.unwrap_or(Closing::Now)),
    }
}

async fn left_late(work: &Work<'_>, row: &ticket::Model, last: &letter::Model) -> Result<Option<Closing>> {
    let sent_at = last.sent_at.filter(|at| *at - last.created_at > LATE);
    let (Some(sent_at), Ok(status)) = (sent_at, row.status.parse::<Status>()) else { return Ok(None) };
    let closes = closes_at(work, row.queue_id, status, sent_at).await?;
    Ok(closes.filter(|closes| *closes > work.now()).map(Closing::At))
}

/// Keeps the ticket of a letter open that its customer did not get, until the staff answer or pick a status again.
pub(crate) async fn keep_open(work: &Work<'_>, lost: &letter::Model) -> Result<Option<NewEvent>> {
    let Some(id) = lost.ticket_id else { return Ok(None) };
    let Some(row) = tickets::lock_id(work.tx(), id.into()).await? else { return Ok(None) };
    if row.customer_id != lost.recipient_id {
        return Ok(None);
    }
    stop_closing(work, &row, None).await
}

/// Moves the time at which a ticket closes itself, or takes it away.
pub(crate) async fn stop_closing(
    work: &Work<'_>,
    row: &ticket::Model,
    closes: Option<DateTime<Utc>>,
) -> Result<Option<NewEvent>> {
    let Some(before) = row.auto_close_at else { return Ok(None) };
    attention::move_closing(work, row, closes).await?;
    let moved = FromTo { from: Some(before), to: closes };
    Ok(Some(NewEvent {
        kind: EventKind::Changed,
        ticket: row.id.into(),
        actor: None,
        cause: Cause::Timer,
        comment: None,
        changes: vec![EventChange::AutoCloseAt(moved)],
        internal: false,
    }))
}
