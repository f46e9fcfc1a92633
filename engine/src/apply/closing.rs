//! When a ticket closes itself: a stretch of time from now on, or a number of business days on the calendar of its queue.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{
    error::Result,
    model::{Cause, EventChange, EventKind, FromTo, Status},
    sla::{BusinessTime, Delay, delayed},
    store::{NewEvent, Work, agreements, entity::ticket, queues, rows, tickets},
};

/// When a new ticket closes itself that is opened in `status`.
pub(crate) async fn begin(work: &Work<'_>, row: &mut ticket::Model, status: Status) -> Result<()> {
    row.closes_from = counted_from(work, row.queue_id, status).await?;
    row.auto_close_at = closes_at(work, row.queue_id, status, work.now()).await?;
    Ok(())
}

/// From when business days count for a ticket that begins to wait in `status` now; `None`: it waits for no business days.
pub(crate) async fn counted_from(
    work: &Work<'_>,
    queue: Uuid,
    status: Status,
) -> Result<Option<DateTime<Utc>>> {
    let delay = delay_of(work, queue, status).await?;
    Ok(delay.filter(|delay| delay.counts_business_days()).map(|_| work.now()))
}

/// How long a ticket of this queue waits in `status`; `None`: it does not close by itself.
async fn delay_of(work: &Work<'_>, queue: Uuid, status: Status) -> Result<Option<Delay>> {
    if !matches!(status, Status::Resolved | Status::Pending) {
        return Ok(None);
    }
    Ok(queues::terms(work.tx(), work.engine().settings(), queue).await?.delays.of(status))
}

/// When a ticket of this queue closes itself that begins to wait in `status` at `from`.
pub(crate) async fn closes_at(
    work: &Work<'_>,
    queue: Uuid,
    status: Status,
    from: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>> {
    match delay_of(work, queue, status).await? {
        None => Ok(None),
        Some(Delay::Time(time)) => Ok(delayed(from, time)),
        Some(days @ Delay::BusinessDays(_)) => Ok(days.end(from, &closing_calendar(work, queue).await?)),
    }
}

/// Counts the business days again of a ticket that waits to be closed, after its calendar has changed.
pub(crate) async fn recount(work: &Work<'_>, row: &mut ticket::Model) -> Result<Option<NewEvent>> {
    let (Some(from), Some(before)) = (row.closes_from, row.auto_close_at) else { return Ok(None) };
    let closes = closes_at(work, row.queue_id, rows::status(row)?, from).await?;
    if closes == Some(before) {
        return Ok(None);
    }
    *row = tickets::move_closing(work, row, closes).await?;
    let moved = FromTo { from: Some(before), to: closes };
    Ok(Some(NewEvent {
        kind: EventKind::Changed,
        ticket: row.id.into(),
        actor: None,
        cause: Cause::System,
        comment: None,
        changes: vec![EventChange::AutoCloseAt(moved)],
        internal: false,
    }))
}

/// The calendar on which business days are counted in a queue.
pub(crate) async fn closing_calendar(work: &Work<'_>, queue: Uuid) -> Result<BusinessTime> {
    agreements::closing_calendar(work.tx(), queue, &work.engine().settings().brand.time_zone).await
}
