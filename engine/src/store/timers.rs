//! Rows of tickets that a timer has something to do with, and of those that it has set aside.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait, OnConflict},
};
use uuid::Uuid;

use super::{
    Work,
    entity::{ticket, timer_fault},
    locks::Lock as _,
};
use crate::{
    error::Result,
    model::{Status, TicketId},
};

/// What a timer does with a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Timer {
    Close,
    Remind,
    Watch,
}

impl Timer {
    /// How rows and the journal name it.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Close => "CLOSE",
            Self::Remind => "REMIND",
            Self::Watch => "WATCH",
        }
    }

    /// Tickets that this timer has not set aside.
    pub(super) fn not_set_aside(self, now: DateTime<Utc>) -> Condition {
        let aside = timer_fault::Entity::find()
            .select_only()
            .column(timer_fault::Column::TicketId)
            .filter(timer_fault::Column::TicketId.into_expr().eq(ticket::Column::Id.into_expr()))
            .filter(timer_fault::Column::Timer.eq(self.as_str()))
            .filter(timer_fault::Column::Version.into_expr().eq(ticket::Column::Version.into_expr()))
            .filter(timer_fault::Column::NextAt.gt(now));
        Condition::all().add(Expr::exists(aside.into_query()).not())
    }
}

/// When the next ticket closes itself that is not set aside.
pub(crate) async fn next_closing(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>> {
    let next = ticket::Entity::find()
        .select_only()
        .column(ticket::Column::AutoCloseAt)
        .filter(ticket::Column::AutoCloseAt.is_not_null())
        .filter(Timer::Close.not_set_aside(now))
        .order_by_asc(ticket::Column::AutoCloseAt)
        .limit(1);
    Ok(next.into_tuple().one(db).await?)
}

/// Some of the tickets that are to close now and are not set aside, those that close first before the others.
pub(crate) async fn to_close(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    most: u64,
) -> Result<Vec<TicketId>> {
    let due = Condition::all().add(ticket::Column::AutoCloseAt.lte(now));
    soonest(db, Timer::Close, due, now, most).await
}

/// Tickets that wait in one status to be closed.
#[derive(Debug)]
pub(crate) struct Waiting<'a> {
    pub(crate) status: Status,
    /// They close until then.
    pub(crate) until: DateTime<Utc>,
    /// In this queue, or in none of `others`.
    pub(crate) queue: Option<Uuid>,
    pub(crate) others: &'a [Uuid],
}

/// Some of these tickets whose customers were not reminded and that are not set aside, those that close first before the
/// others.
pub(crate) async fn to_remind(
    db: &impl ConnectionTrait,
    waiting: &Waiting<'_>,
    now: DateTime<Utc>,
    most: u64,
) -> Result<Vec<TicketId>> {
    // SQLite would rather walk all tickets of a status, every second, than the few that close soon: the case
    // hides the status from its planner.
    let of_status: Expr =
        Expr::case(ticket::Column::Status.eq(waiting.status.as_str()), true).finally(false).into();
    let mut due = Condition::all()
        .add(of_status)
        .add(ticket::Column::AutoCloseAt.gt(now))
        .add(ticket::Column::AutoCloseAt.lte(waiting.until))
        .add(ticket::Column::RemindedAt.is_null());
    if let Some(queue) = waiting.queue {
        due = due.add(ticket::Column::QueueId.eq(queue));
    } else if !waiting.others.is_empty() {
        due = due.add(ticket::Column::QueueId.is_not_in(waiting.others.iter().copied()));
    }
    soonest(db, Timer::Remind, due, now, most).await
}

/// Some of the tickets that `due` describes and `timer` has not set aside, those that close first before the others.
async fn soonest(
    db: &impl ConnectionTrait,
    timer: Timer,
    due: Condition,
    now: DateTime<Utc>,
    most: u64,
) -> Result<Vec<TicketId>> {
    let ids: Vec<Uuid> = ticket::Entity::find()
        .select_only()
        .column(ticket::Column::Id)
        .filter(due)
        .filter(timer.not_set_aside(now))
        .order_by_asc(ticket::Column::AutoCloseAt)
        .limit(most)
        .into_tuple()
        .all(db)
        .await?;
    Ok(ids.into_iter().map(Into::into).collect())
}

/// The line of a ticket that a timer has set aside, locked until the work ends; a new one if there is none.
pub(crate) async fn fault(
    work: &Work<'_>,
    timer: Timer,
    id: TicketId,
    version: i64,
) -> Result<Option<timer_fault::Model>> {
    let new = timer_fault::ActiveModel {
        ticket_id: Set(id.into()),
        timer: Set(timer.as_str().to_owned()),
        version: Set(version),
        attempts: Set(0),
        next_at: Set(work.now()),
        shown: Set(false),
    };
    let twice = OnConflict::columns([timer_fault::Column::TicketId, timer_fault::Column::Timer])
        .do_nothing()
        .to_owned();
    timer_fault::Entity::insert(new).on_conflict(twice).exec_without_returning(work.tx()).await?;
    let row = of(timer_fault::Entity::find(), timer.as_str(), id).locked().one(work.tx()).await?;
    Ok(row)
}

/// Writes for how long a ticket is set aside, and after what.
pub(crate) async fn set_aside(work: &Work<'_>, row: timer_fault::Model) -> Result<()> {
    let update = timer_fault::Entity::update_many()
        .col_expr(timer_fault::Column::Version, Expr::value(row.version))
        .col_expr(timer_fault::Column::Attempts, Expr::value(row.attempts))
        .col_expr(timer_fault::Column::NextAt, Expr::value(row.next_at))
        .col_expr(timer_fault::Column::Shown, Expr::value(row.shown));
    of(update, &row.timer, row.ticket_id.into()).exec(work.tx()).await?;
    Ok(())
}

/// Forgets that this timer had set the ticket aside: now it could be done.
pub(crate) async fn forget_fault(work: &Work<'_>, timer: Timer, id: TicketId) -> Result<()> {
    of(timer_fault::Entity::delete_many(), timer.as_str(), id).exec(work.tx()).await?;
    Ok(())
}

/// The line of a ticket and a timer.
fn of<Q: QueryFilter>(query: Q, timer: &str, id: TicketId) -> Q {
    query.filter(timer_fault::Column::TicketId.eq(id.0)).filter(timer_fault::Column::Timer.eq(timer))
}

/// Whether something that was set aside has changed since.
pub(crate) async fn has_changed_faults(db: &impl ConnectionTrait) -> Result<bool> {
    Ok(timer_fault::Entity::find().filter(changed()).one(db).await?.is_some())
}

/// Forgets what was set aside and has changed since.
pub(crate) async fn forget_changed_faults(work: &Work<'_>) -> Result<()> {
    timer_fault::Entity::delete_many().filter(changed()).exec(work.tx()).await?;
    Ok(())
}

/// Lines of tickets that have changed since they were set aside, or that close by themselves no more.
fn changed() -> Expr {
    let unchanged = ticket::Entity::find()
        .select_only()
        .column(ticket::Column::Id)
        .filter(ticket::Column::Id.into_expr().eq(timer_fault::Column::TicketId.into_expr()))
        .filter(ticket::Column::Version.into_expr().eq(timer_fault::Column::Version.into_expr()))
        .filter(
            Condition::any()
                .add(ticket::Column::AutoCloseAt.is_not_null())
                .add(timer_fault::Column::Timer.eq(Timer::Watch.as_str())),
        );
    Expr::exists(unchanged.into_query()).not()
}
