//! How many tickets the actor may see that filters ask for; what the tally of tickets tells is read from it.

use chrono::{DateTime, Utc};
use sea_orm::{
    ConnectionTrait, DbBackend, DbErr, EntityTrait, QueryFilter, QueryTrait, Select,
    sea_query::{self, Expr, ExprTrait, SelectStatement},
};

use super::{
    filter::{to_count, waiting},
    tally,
};
use crate::{
    actor::Actor,
    error::Result,
    model::TicketFilter,
    store::{counted::counted, entity::ticket},
};

/// How many tickets each of these filters finds, in their order, in one statement.
pub(crate) async fn each(
    db: &impl ConnectionTrait,
    actor: &Actor,
    filters: &[TicketFilter],
    now: DateTime<Utc>,
) -> Result<Vec<u64>> {
    if filters.is_empty() {
        return Ok(Vec::new());
    }
    let mut all = sea_query::Query::select();
    for filter in filters {
        all.expr(number_of(actor, filter, db.get_database_backend(), now));
    }
    let row = db.query_one(&all).await?;
    let number = |place| row.as_ref().map_or(Ok(0), |row| row.try_get_by_index::<i64>(place));
    let numbers: Result<Vec<i64>, DbErr> = (0..filters.len()).map(number).collect();
    Ok(numbers?.into_iter().map(|number| u64::try_from(number).unwrap_or_default()).collect())
}

/// The number of tickets that a filter finds, as an expression.
fn number_of(actor: &Actor, filter: &TicketFilter, backend: DbBackend, now: DateTime<Utc>) -> Expr {
    if let Some(groups) = tally::groups(actor, filter) {
        return subquery(groups);
    }
    if let Some((ours, held)) = waiting(actor, filter, backend, now) {
        let by_status = number_of(actor, &ours, backend, now);
        let held = held.map(|held| subquery(counted(ticket::Entity::find().filter(held))));
        return held.into_iter().fold(by_status, ExprTrait::add);
    }
    if filter.escalated == Some(false) {
        // Few are escalated: their index tells quicker which the others are not.
        let of = |escalated| TicketFilter { escalated, ..filter.clone() };
        let all = number_of(actor, &of(None), backend, now);
        return all.sub(number_of(actor, &of(Some(true)), backend, now));
    }
    subquery(counted(ticket::Entity::find().filter(to_count(actor, filter, backend, now))))
}

/// The one number that a query answers.
fn subquery<E: EntityTrait>(number: Select<E>) -> Expr {
    Expr::SubQuery(None, Box::new(number.into_query().into()))
}

/// The statement that counts tickets one by one, where the tally does not tell.
pub(crate) fn statement(
    actor: &Actor,
    filter: &TicketFilter,
    backend: DbBackend,
    now: DateTime<Utc>,
) -> SelectStatement {
    let found = match waiting(actor, filter, backend, now) {
        Some((_, Some(held))) => held,
        _ => to_count(actor, filter, backend, now),
    };
    counted(ticket::Entity::find().filter(found)).into_query()
}
