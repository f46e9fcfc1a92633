//! What stands around a place of a list of tickets that words find: they are looked for once, and not anew for each thing that is
//! to be known of the list.

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{CommonTableExpression, Expr, ExprTrait, Func, Query, SelectStatement},
};

use super::{filter::to_count, order::ordering};
use crate::{
    actor::Actor,
    error::Result,
    model::{Paging, TicketFilter, TicketOrder},
    store::{
        entity::ticket,
        page::{Ordering, Window},
    },
};

/// The tickets that were found, with what they are ordered by.
const FOUND: &str = "found";
const NUMBER: &str = "number";
const KEY: &str = "place";
const ID: &str = "id";

/// A place in a list.
pub(crate) struct At<'a> {
    /// Who asks.
    pub(crate) actor: &'a Actor,
    /// Which tickets the list has.
    pub(crate) filter: &'a TicketFilter,
    /// In which order.
    pub(crate) order: TicketOrder,
    /// The cursor of the place.
    pub(crate) cursor: String,
    /// The number of the ticket that stands there, or would.
    pub(crate) number: i64,
    /// The time by which what is late is told from what is not.
    pub(crate) now: DateTime<Utc>,
}

/// What stands around it.
pub(crate) struct Around {
    /// How many tickets the list has.
    pub(crate) total: u64,
    /// How many of them stand before the place.
    pub(crate) ahead: u64,
    /// Whether the ticket is in the list.
    pub(crate) is_in: bool,
    /// The number of the ticket before the place.
    pub(crate) previous: Option<i64>,
    /// The number of the ticket after it.
    pub(crate) next: Option<i64>,
}

/// What stands around a place, in one statement.
pub(crate) async fn around(db: &impl ConnectionTrait, at: &At<'_>) -> Result<Around> {
    let (key, id) = ordering(at.order, at.actor).by;
    let found = ticket::Entity::find()
        .filter(to_count(at.actor, at.filter, db.get_database_backend(), at.now))
        .select_only()
        .expr_as(ticket::Column::Number.into_expr(), NUMBER)
        .expr_as(key, KEY)
        .expr_as(id, ID);
    let cursor = || Some(at.cursor.clone());
    let before = window(at, &Paging { last: Some(1), before: cursor(), ..Paging::default() })?;
    let after = window(at, &Paging { first: Some(1), after: cursor(), ..Paging::default() })?;
    let ahead = number_of().cond_where(before.bounds()).to_owned();
    let here = number_of().and_where(of_found(NUMBER).eq(at.number)).to_owned();
    let mut table = CommonTableExpression::new();
    table.query(found.into_query()).table_name(FOUND).materialized(true);
    let mut all = Query::select();
    all.with_cte(table);
    for one in [number_of(), ahead, here, nearest(&before), nearest(&after)] {
        all.expr(Expr::SubQuery(None, Box::new(one.into())));
    }
    let row = db.query_one(&all).await?;
    let cell = |place| row.as_ref().map_or(Ok(None), |row| row.try_get_by_index::<Option<i64>>(place));
    let count = |place| cell(place).map(|count| count.unwrap_or_default().unsigned_abs());
    Ok(Around {
        total: count(0)?,
        ahead: count(1)?,
        is_in: count(2)? > 0,
        previous: cell(3)?,
        next: cell(4)?,
    })
}

/// A window on the tickets that were found.
fn window(at: &At<'_>, paging: &Paging) -> Result<Window> {
    let by = (of_found(KEY), of_found(ID));
    Window::read(paging, Ordering { by, ..ordering(at.order, at.actor) })
}

fn of_found(column: &'static str) -> Expr {
    Expr::col((FOUND, column))
}

/// How many were found.
fn number_of() -> SelectStatement {
    Query::select().expr(Func::count(Expr::value(1))).from(FOUND).to_owned()
}

/// The number of the first in a window.
fn nearest(window: &Window) -> SelectStatement {
    let mut one = Query::select();
    one.expr(of_found(NUMBER)).from(FOUND).cond_where(window.bounds()).limit(1);
    window.order(&mut one);
    one
}
