//! Rows of the clocks of tickets, the history they are counted from, and the tickets that are to be counted again.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait, OnConflict, Query, SelectStatement},
};
use uuid::Uuid;

use super::{
    entity::{
        agreement, clock_recount, incoming_mail, organisation, queue, ticket, ticket_clock, ticket_status,
    },
    timers::Timer,
    turns::{self, Turn},
};
use crate::{
    error::{Error, Result},
    model::{AgreementId, CalendarId, OrganisationId, QueueId, Status, TicketId},
    sla::{ClockKind, History},
};

/// The clocks of tickets.
pub(crate) async fn of(db: &impl ConnectionTrait, tickets: &[Uuid]) -> Result<Vec<ticket_clock::Model>> {
    let found = ticket_clock::Entity::find()
        .filter(ticket_clock::Column::TicketId.is_in(tickets.iter().copied()))
        .order_by_asc(ticket_clock::Column::Kind);
    Ok(found.all(db).await?)
}

/// Which clock a row is.
pub(crate) fn kind_of(row: &ticket_clock::Model) -> Result<ClockKind> {
    ClockKind::parse(&row.kind).ok_or_else(|| Error::internal("a ticket has a clock that does not exist"))
}

/// From when on these tickets stood in which status.
pub(crate) async fn statuses(
    db: &impl ConnectionTrait,
    tickets: &[Uuid],
) -> Result<HashMap<Uuid, Vec<(DateTime<Utc>, Status)>>> {
    let found = ticket_status::Entity::find()
        .filter(ticket_status::Column::TicketId.is_in(tickets.iter().copied()))
        .order_by_asc(ticket_status::Column::Id);
    let mut statuses: HashMap<Uuid, Vec<(DateTime<Utc>, Status)>> = HashMap::new();
    for row in found.all(db).await? {
        let status = row.status.parse().map_err(Error::internal)?;
        statuses.entry(row.ticket_id).or_default().push((row.at, status));
    }
    Ok(statuses)
}

/// What the clocks of a ticket are counted from.
pub(crate) async fn history(db: &impl ConnectionTrait, row: &ticket::Model) -> Result<History> {
    let statuses = statuses(db, &[row.id]).await?.remove(&row.id).unwrap_or_default();
    Ok(History { opened: row.created_at, statuses, answered: row.first_answer_at })
}

/// Whether a ticket was opened by an old mail, as of the time at which that came.
pub(crate) async fn is_of_old_mail(db: &impl ConnectionTrait, row: &ticket::Model) -> Result<bool> {
    let opened_it = incoming_mail::Entity::find()
        .filter(incoming_mail::Column::TicketId.eq(row.id))
        .filter(incoming_mail::Column::OldAt.eq(row.created_at));
    Ok(opened_it.one(db).await?.is_some())
}

/// Writes a clock, new or known.
pub(crate) async fn write(tx: &DatabaseTransaction, row: ticket_clock::Model) -> Result<()> {
    let known = OnConflict::columns([ticket_clock::Column::TicketId, ticket_clock::Column::Kind])
        .update_columns([
            ticket_clock::Column::AgreementId,
            ticket_clock::Column::CalendarId,
            ticket_clock::Column::Edition,
            ticket_clock::Column::TargetMinutes,
            ticket_clock::Column::NextAt,
            ticket_clock::Column::WarnedAt,
            ticket_clock::Column::BreachedAt,
        ])
        .to_owned();
    let row = row.into_active_model().reset_all();
    ticket_clock::Entity::insert(row).on_conflict(known).exec_without_returning(tx).await?;
    Ok(())
}

/// Takes a clock away.
pub(crate) async fn remove(tx: &DatabaseTransaction, ticket: TicketId, kind: ClockKind) -> Result<()> {
    ticket_clock::Entity::delete_by_id((ticket.0, kind.as_str().to_owned())).exec(tx).await?;
    Ok(())
}

/// What has changed, so that the clocks of open tickets are to be counted again.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Affected {
    /// The agreement of an organisation.
    Organisation(OrganisationId),
    /// The agreement of a queue.
    Queue(QueueId),
    /// An agreement.
    Agreement(AgreementId),
    /// A calendar.
    Calendar(CalendarId),
}

/// Waits until nobody else notes tickets to be counted again, or counts one: these would otherwise wait for what the caller is
/// about to change, and the caller for what they note. Asked before anything is locked.
pub(crate) async fn note_in_turn(tx: &DatabaseTransaction) -> Result<()> {
    turns::take(tx, Turn::Clocks).await
}

/// Waits until nobody notes tickets to be counted again. Asked before the ticket is locked that is to be counted.
pub(crate) async fn count_in_turn(tx: &DatabaseTransaction) -> Result<()> {
    turns::share(tx, Turn::Clocks).await
}

/// Notes the open tickets that are affected, those that close on business days among them, to be counted again. The caller has
/// the turn of [`note_in_turn`].
pub(crate) async fn recount(tx: &DatabaseTransaction, affected: Affected, now: DateTime<Utc>) -> Result<()> {
    let open = Status::ACTIVE.map(Status::as_str);
    let closes = ticket::Column::ClosesFrom.is_not_null();
    let of_agreements = |agreements: SelectStatement| {
        let of_organisation = organisation::Entity::find()
            .select_only()
            .column(organisation::Column::Id)
            .filter(organisation::Column::AgreementId.in_subquery(agreements.clone()));
        let of_queue = queue::Entity::find()
            .select_only()
            .column(queue::Column::Id)
            .filter(queue::Column::AgreementId.in_subquery(agreements));
        Condition::any()
            .add(ticket::Column::OrganisationId.in_subquery(of_organisation.into_query()))
            .add(ticket::Column::QueueId.in_subquery(of_queue.into_query()))
    };
    let (clocks, closing) = match affected {
        Affected::Organisation(id) => (only(ticket::Column::OrganisationId.eq(id.0)), None),
        Affected::Queue(id) => {
            let of_queue = ticket::Column::QueueId.eq(id.0);
            (only(of_queue.clone()), Some(Condition::all().add(closes).add(of_queue)))
        }
        Affected::Agreement(id) => {
            (of_agreements(agreements(agreement::Column::Id.eq(id.0))), Some(Condition::all().add(closes)))
        }
        // Any calendar may be the one on which business days are counted.
        Affected::Calendar(id) => (
            of_agreements(agreements(agreement::Column::CalendarId.eq(id.0))),
            Some(Condition::all().add(closes)),
        ),
    };
    let is_open = Condition::all().add(ticket::Column::Status.is_in(open)).add(clocks);
    let wanted = Condition::any().add(is_open).add_option(closing);
    let found = ticket::Entity::find()
        .select_only()
        .column(ticket::Column::Id)
        .expr(Expr::value(now))
        .filter(wanted)
        .into_query();
    let again = OnConflict::column(clock_recount::Column::TicketId)
        .update_column(clock_recount::Column::NextAt)
        .to_owned();
    let mut insert = Query::insert();
    insert
        .into_table(clock_recount::Entity)
        .columns([clock_recount::Column::TicketId, clock_recount::Column::NextAt])
        .select_from(found)
        .map_err(Error::internal)?
        .on_conflict(again);
    tx.execute(&insert).await?;
    Ok(())
}

fn only(condition: Expr) -> Condition {
    Condition::all().add(condition)
}

fn agreements(which: Expr) -> SelectStatement {
    agreement::Entity::find().select_only().column(agreement::Column::Id).filter(which).into_query()
}

/// Some of the tickets that are to be counted again.
pub(crate) async fn to_recount(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    most: u64,
) -> Result<Vec<Uuid>> {
    let found = clock_recount::Entity::find()
        .select_only()
        .column(clock_recount::Column::TicketId)
        .filter(clock_recount::Column::NextAt.lte(now))
        .order_by_asc(clock_recount::Column::NextAt)
        .limit(most);
    Ok(found.into_tuple().all(db).await?)
}

/// Takes a ticket off that list; `false`: somebody else was quicker.
pub(crate) async fn take(tx: &DatabaseTransaction, ticket: Uuid) -> Result<bool> {
    let gone = clock_recount::Entity::delete_by_id(ticket).exec(tx).await?;
    Ok(gone.rows_affected == 1)
}

/// Puts a ticket off that cannot be counted now.
pub(crate) async fn put_off(tx: &DatabaseTransaction, ticket: Uuid, until: DateTime<Utc>) -> Result<()> {
    let row = clock_recount::ActiveModel { ticket_id: Set(ticket), next_at: Set(until) };
    let again = OnConflict::column(clock_recount::Column::TicketId)
        .update_column(clock_recount::Column::NextAt)
        .to_owned();
    clock_recount::Entity::insert(row).on_conflict(again).exec_without_returning(tx).await?;
    Ok(())
}

/// When there is something to do next with a clock: something to tell, or to count again.
pub(crate) async fn next(db: &impl ConnectionTrait) -> Result<Option<DateTime<Utc>>> {
    let told: Option<DateTime<Utc>> = ticket_clock::Entity::find()
        .select_only()
        .column(ticket_clock::Column::NextAt)
        .filter(ticket_clock::Column::NextAt.is_not_null())
        .order_by_asc(ticket_clock::Column::NextAt)
        .limit(1)
        .into_tuple()
        .one(db)
        .await?;
    let counted: Option<DateTime<Utc>> = clock_recount::Entity::find()
        .select_only()
        .column(clock_recount::Column::NextAt)
        .order_by_asc(clock_recount::Column::NextAt)
        .limit(1)
        .into_tuple()
        .one(db)
        .await?;
    Ok(told.into_iter().chain(counted).min())
}

/// The tickets of which there is something to tell and that are not set aside, the most overdue first.
pub(crate) async fn to_tell(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    most: u64,
) -> Result<Vec<TicketId>> {
    let mut found = Query::select();
    found
        .column((ticket::Entity, ticket::Column::Id))
        .from(ticket_clock::Entity)
        .inner_join(
            ticket::Entity,
            ticket::Column::Id.into_expr().eq(ticket_clock::Column::TicketId.into_expr()),
        )
        .and_where(ticket_clock::Column::NextAt.lte(now))
        .cond_where(Timer::Watch.not_set_aside(now))
        .order_by((ticket_clock::Entity, ticket_clock::Column::NextAt), sea_orm::Order::Asc)
        .limit(most);
    let rows = db.query_all(&found).await?;
    rows.iter().map(|row| Ok(TicketId(row.try_get_by_index::<Uuid>(0)?))).collect()
}
