//! Sets a ticket aside that a timer can do nothing with, so that the others go on: it is tried again when it changes, and
//! otherwise at growing intervals. The staff see it on the ticket, the operator once in the log and in the metrics.

use std::time::Duration;

use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait, OnConflict},
};

use crate::{
    engine::Engine,
    error::{Error, Result},
    model::{Cause, EventChange, EventKind, FromTo, TicketId},
    policy,
    store::{
        NewEvent, Work,
        entity::{ticket, timer_fault},
    },
};

/// What a timer does with a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Timer {
    Close,
    Remind,
    Watch,
}

impl Timer {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Close => "CLOSE",
            Self::Remind => "REMIND",
            Self::Watch => "WATCH",
        }
    }

    /// Tickets that this timer has not set aside.
    pub(super) fn not_set_aside(self, engine: &Engine) -> Condition {
        let aside = timer_fault::Entity::find()
            .select_only()
            .column(timer_fault::Column::TicketId)
            .filter(timer_fault::Column::TicketId.into_expr().eq(ticket::Column::Id.into_expr()))
            .filter(timer_fault::Column::Timer.eq(self.as_str()))
            .filter(timer_fault::Column::Version.into_expr().eq(ticket::Column::Version.into_expr()))
            .filter(timer_fault::Column::NextAt.gt(engine.now()));
        Condition::all().add(Expr::exists(aside.into_query()).not())
    }
}

/// How long a ticket is left alone: a minute, doubled each time, at most an hour.
fn pause(attempts: i32) -> Duration {
    let doublings = u32::try_from(attempts.clamp(1, 7) - 1).unwrap_or(0);
    Duration::from_mins(1 << doublings).min(Duration::from_hours(1))
}

impl Engine {
    /// Sets a ticket aside because of `error`.
    ///
    /// # Errors
    /// `error` itself, when the database is away; internal, when this cannot be recorded. Then no ticket is to blame.
    pub(super) async fn set_aside(&self, timer: Timer, id: TicketId, error: Error) -> Result<()> {
        if error.is_outage() {
            return Err(error);
        }
        let work = Work::begin(self).await?;
        let version: Option<i64> = ticket::Entity::find_by_id(id.0)
            .select_only()
            .column(ticket::Column::Version)
            .into_tuple()
            .one(work.tx())
            .await?;
        let Some(version) = version else { return Ok(()) };
        let known = known(&work, timer, id, version).await?;
        let same = known.filter(|known| known.version == version);
        let attempts = same.as_ref().map_or(0, |known| known.attempts) + 1;
        // A fault of the database may pass by itself; it is shown when it comes again.
        let shown = same.as_ref().is_some_and(|known| known.shown);
        let show = !shown && (error.database().is_none() || attempts > 1);
        let update = timer_fault::Entity::update_many()
            .col_expr(timer_fault::Column::Version, Expr::value(version))
            .col_expr(timer_fault::Column::Attempts, Expr::value(attempts))
            .col_expr(timer_fault::Column::NextAt, Expr::value(work.now() + pause(attempts)))
            .col_expr(timer_fault::Column::Shown, Expr::value(shown || show));
        of(update, timer, id).exec(work.tx()).await?;
        let event = show.then(|| event(timer, id));
        work.commit(policy::housekeeping(), event.into_iter().collect()).await?;
        if attempts == 1 {
            let timer = timer.as_str();
            tracing::warn!(
                ticket = %id,
                timer,
                error = &error as &dyn std::error::Error,
                "a timer can do nothing with this ticket; it is set aside, the others go on"
            );
        }
        Ok(())
    }

    /// Forgets what was set aside and has changed since.
    pub(super) async fn forget_faults(&self) -> Result<()> {
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
        let changed = Expr::exists(unchanged.into_query()).not();
        // Reading first keeps an idle server from taking the write lock over and over.
        let any = timer_fault::Entity::find().filter(changed.clone()).one(self.database().ro()).await?;
        if any.is_none() {
            return Ok(());
        }
        let work = Work::begin(self).await?;
        timer_fault::Entity::delete_many().filter(changed).exec(work.tx()).await?;
        work.commit(policy::housekeeping(), Vec::new()).await
    }
}

/// The line of a ticket, locked until the work ends; a new one if there is none.
async fn known(
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
    let row = of(timer_fault::Entity::find(), timer, id).lock_exclusive().one(work.tx()).await?;
    Ok(row)
}

/// The line of a ticket and a timer.
fn of<Q: QueryFilter>(query: Q, timer: Timer, id: TicketId) -> Q {
    query.filter(timer_fault::Column::TicketId.eq(id.0)).filter(timer_fault::Column::Timer.eq(timer.as_str()))
}

/// Forgets that this timer had set the ticket aside: now it could be done.
pub(super) async fn forget(work: &Work<'_>, timer: Timer, id: TicketId) -> Result<()> {
    of(timer_fault::Entity::delete_many(), timer, id).exec(work.tx()).await?;
    Ok(())
}

/// What the staff see on the ticket.
fn event(timer: Timer, ticket: TicketId) -> NewEvent {
    NewEvent {
        kind: EventKind::Changed,
        ticket,
        actor: None,
        cause: Cause::Timer,
        comment: None,
        changes: vec![EventChange::Timer(FromTo::now(timer.as_str().to_owned()))],
        internal: true,
    }
}
