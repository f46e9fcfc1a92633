//! The history of tickets as it is read: their events in the order of the journal, a page at a time.

use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QuerySelect, Select,
    sea_query::Expr,
};
use uuid::Uuid;

use crate::{
    error::Result,
    model::{Direction, EventId, TicketId},
    store::{
        counted,
        entity::{event, ticket},
        page::{Ordering, Window},
        visible::Visible,
    },
};

/// The order of the journal; `name` is the list's in its cursors.
pub(crate) fn ordering(name: &'static str) -> Ordering {
    let by = (event::Column::Tx.into_expr(), event::Column::Seq.into_expr());
    Ordering { name, kinds: ['n', 'n'], by, direction: Direction::Asc }
}

/// A window of the events of a ticket that are seen.
pub(crate) async fn page(
    db: &impl ConnectionTrait,
    window: &Window,
    visible: Visible<'_>,
    ticket: TicketId,
) -> Result<Vec<event::Model>> {
    Ok(window.narrow(of_ticket(visible, ticket)).all(db).await?)
}

/// The same window of each of these tickets, in one statement.
pub(crate) async fn page_of_each(
    db: &impl ConnectionTrait,
    window: &Window,
    visible: Visible<'_>,
    tickets: &[TicketId],
) -> Result<Vec<event::Model>> {
    let backend = db.get_database_backend();
    let by = (event::Column::TicketId, event::Column::Seq);
    let lists = tickets.iter().map(|ticket| ticket.0);
    let select = window.narrow_each(backend, seen(visible), by, lists);
    Ok(event::Model::find_by_statement(backend.build(&select)).all(db).await?)
}

/// Those of these events that are seen.
pub(crate) async fn of_ids(
    db: &impl ConnectionTrait,
    visible: Visible<'_>,
    ids: &[EventId],
) -> Result<Vec<event::Model>> {
    let asked = event::Column::Id.is_in(ids.iter().map(|id| id.0));
    Ok(seen(visible).filter(asked).all(db).await?)
}

/// How many events of a ticket are seen.
pub(crate) async fn count(db: &impl ConnectionTrait, visible: Visible<'_>, ticket: TicketId) -> Result<u64> {
    counted::count(db, of_ticket(visible, ticket)).await
}

/// How many events of each of these tickets are seen, in one statement; a ticket with none is left out.
pub(crate) async fn count_of_each(
    db: &impl ConnectionTrait,
    visible: Visible<'_>,
    tickets: &[TicketId],
) -> Result<Vec<(Uuid, i64)>> {
    let counted = seen(visible)
        .filter(of_one_of(tickets))
        .select_only()
        .column(event::Column::TicketId)
        .column_as(event::Column::Seq.count(), "count")
        .group_by(event::Column::TicketId);
    Ok(counted.into_tuple().all(db).await?)
}

fn of_one_of(tickets: &[TicketId]) -> Expr {
    event::Column::TicketId.is_in(tickets.iter().map(|ticket| ticket.0))
}

fn of_ticket(visible: Visible<'_>, id: TicketId) -> Select<event::Entity> {
    seen(visible).filter(event::Column::TicketId.eq(id.0))
}

fn seen(visible: Visible<'_>) -> Select<event::Entity> {
    let ticket =
        event::Entity::belongs_to(ticket::Entity).from(event::Column::TicketId).to(ticket::Column::Id).into();
    event::Entity::find()
        .join(JoinType::InnerJoin, ticket)
        .filter(visible.events_of_tickets())
        .filter(visible.tickets())
}
