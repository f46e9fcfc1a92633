//! What has been written to the journal, each event with its ticket, and whose rights have changed: the followers' SQL.

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbBackend, DbErr, EntityTrait, FromQueryResult, IdenStatic,
    Iterable, JoinType, QueryFilter, QueryOrder, QueryResult, QuerySelect, Select, Statement,
    sea_query::{Expr, ExprTrait},
};
use uuid::Uuid;

use super::{
    Database, Work,
    entity::{event, rights_change, ticket},
    events, rows,
    visible::Visible,
};
use crate::{
    actor::Actor,
    error::{Error, Result},
    model::{Event, Place, Ticket, UserId, Watching},
};

/// How many changes of rights are told one by one; after more, everybody is asked anew.
const SUBJECTS: u64 = 1_000;

/// The column that holds a ticket's tags, separated by U+001F, which no tag contains.
pub(crate) const TAGS: &str = "tags";

/// The column that holds the ids of those who may read a ticket because they watch it.
const READERS: &str = "readers";

/// An event with its ticket, as one row.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    event: event::Model,
    ticket: ticket::Model,
    tags: Option<String>,
    readers: Option<String>,
}

impl FromQueryResult for Line {
    fn from_query_result(result: &QueryResult, _: &str) -> Result<Self, DbErr> {
        Ok(Self {
            event: event::Model::from_query_result(result, "e_")?,
            ticket: ticket::Model::from_query_result(result, "t_")?,
            tags: result.try_get("", TAGS)?,
            readers: result.try_get("", READERS)?,
        })
    }
}

/// The events of these lines, each with its ticket as it is now.
pub(crate) async fn read(db: &impl ConnectionTrait, lines: Vec<Line>) -> Result<Vec<Written>> {
    let events = events::read(db, lines.iter().map(|line| &line.event)).await?;
    let written = |(event, line): (Event, Line)| {
        let ids = line.readers.as_deref().into_iter().flat_map(|ids| ids.split(','));
        let readers = ids.map(|id| Uuid::parse_str(id).map(UserId).map_err(Error::internal));
        Ok(Written {
            event,
            readers: readers.collect::<Result<_>>()?,
            internal: line.event.internal,
            ticket: rows::ticket(line.ticket, split(line.tags.as_deref()))?,
        })
    };
    events.into_iter().zip(lines).map(written).collect()
}

/// An event as it was read.
#[derive(Debug)]
pub(crate) struct Written {
    /// The event.
    pub(crate) event: Event,
    /// Its ticket as it is now.
    pub(crate) ticket: Ticket,
    /// Who may read the ticket because they watch it.
    pub(crate) readers: Vec<UserId>,
    /// Whether customers never see the event.
    pub(crate) internal: bool,
}

/// The tags in a column that [`tags`] made.
pub(crate) fn split(tags: Option<&str>) -> Vec<String> {
    tags.map(|tags| tags.split('\u{1f}').map(ToOwned::to_owned).collect()).unwrap_or_default()
}

/// The tags of a ticket in one text, so that a page stays one query.
pub(crate) fn tags(backend: DbBackend) -> Expr {
    let join = match backend {
        DbBackend::Postgres => "string_agg(\"tag\", chr(31))",
        _ => "group_concat(\"tag\", char(31))",
    };
    Expr::cust(format!(
        "(SELECT {join} FROM \"ticket_tag\" WHERE \"ticket_tag\".\"ticket_id\" = \"ticket\".\"id\")"
    ))
}

/// Who may read a ticket because they watch it, in one text of ids.
fn readers(backend: DbBackend) -> Expr {
    let ids = match backend {
        DbBackend::Postgres => "string_agg(\"user_id\"::text, ',')",
        _ => "group_concat(hex(\"user_id\"), ',')",
    };
    let reader = Watching::Reader.as_str();
    Expr::cust(format!(
        "(SELECT {ids} FROM \"watcher\" \
          WHERE \"watcher\".\"ticket_id\" = \"ticket\".\"id\" AND \"watcher\".\"kind\" = '{reader}')"
    ))
}

/// Every event with its ticket, to be narrowed; rows are [`Line`]s.
pub(crate) fn lines(backend: DbBackend) -> Select<event::Entity> {
    let ticket =
        event::Entity::belongs_to(ticket::Entity).from(event::Column::TicketId).to(ticket::Column::Id).into();
    let mut lines = event::Entity::find().select_only().join(JoinType::InnerJoin, ticket);
    for column in event::Column::iter() {
        lines = lines.column_as(column, format!("e_{}", column.as_str()));
    }
    for column in ticket::Column::iter() {
        lines = lines.column_as(column, format!("t_{}", column.as_str()));
    }
    lines.expr_as(tags(backend), TAGS).expr_as(readers(backend), READERS)
}

/// The events after a place, as many as were asked for, that are of transactions before `oldest`, that this actor may see and
/// whose tickets are among those `asked` for.
pub(crate) async fn after(
    database: &Database,
    (tx, seq): Place,
    oldest: i64,
    actor: &Actor,
    asked: Condition,
    count: u64,
) -> Result<Vec<Line>> {
    let place = Expr::tuple([event::Column::Tx.into_expr(), event::Column::Seq.into_expr()]);
    let visible = Condition::all().add(Visible::to(actor).events_of_tickets()).add(asked);
    let found = lines(database.backend())
        .filter(place.gt(Expr::tuple([Expr::value(tx), Expr::value(seq)])))
        .filter(event::Column::Tx.lt(oldest))
        .filter(visible)
        .order_by_asc(event::Column::Tx)
        .order_by_asc(event::Column::Seq)
        .limit(count)
        .into_model::<Line>();
    Ok(found.all(database.ro()).await?)
}

/// What one look at the journal showed.
#[derive(Debug)]
pub(crate) struct Look {
    /// The events behind the place, as many as were asked for.
    pub(crate) lines: Vec<Line>,
    /// Whether rights have changed since the mark.
    pub(crate) rights_changed: bool,
    /// The mark from which the next look asks for changes of rights.
    pub(crate) mark: i64,
    /// Whether an event is committed already that readers may not see yet.
    pub(crate) withheld: bool,
}

/// Looks at the journal behind a place, in one statement: up to `count` events that nothing can come before any more,
/// and whether there is reason to look elsewhere too.
pub(crate) async fn look(database: &Database, (tx, seq): Place, rights: i64, count: u64) -> Result<Look> {
    let backend = database.backend();
    let (changed, mark, withheld, finished) = match backend {
        DbBackend::Postgres => (
            "EXISTS (SELECT FROM rights_change WHERE tx >= $1)",
            "pg_snapshot_xmin(pg_current_snapshot())::text::bigint",
            "EXISTS (SELECT FROM event WHERE tx >= pg_snapshot_xmin(pg_current_snapshot())::text::bigint)",
            "event.tx < pg_snapshot_xmin(pg_current_snapshot())::text::bigint",
        ),
        // One writer: what is committed is complete.
        _ => (
            "EXISTS (SELECT 1 FROM rights_change WHERE seq > $1)",
            "(SELECT coalesce(max(seq), 0) FROM rights_change)",
            "FALSE",
            "TRUE",
        ),
    };
    let lines = sea_orm::QueryTrait::build(&lines(backend), backend).sql;
    let sql = format!(
        "SELECT state.rights_changed, state.mark, state.withheld, line.*
         FROM (SELECT {changed} AS rights_changed, {mark} AS mark, {withheld} AS withheld) AS state
         LEFT JOIN ({lines} WHERE (event.tx, event.seq) > ($2, $3) AND {finished}
            ORDER BY event.tx, event.seq LIMIT {count}) AS line ON TRUE
         ORDER BY line.e_tx, line.e_seq"
    );
    let statement = Statement::from_sql_and_values(backend, sql, [rights.into(), tx.into(), seq.into()]);
    let rows = database.in_time(database.aside().query_all_raw(statement)).await?;
    let Some(state) = rows.first() else {
        return Err(Error::internal("a look at the journal shows nothing"));
    };
    let mut found = Vec::with_capacity(rows.len());
    for row in &rows {
        // Without an event there is one row of state alone.
        if row.try_get::<Option<i64>>("", "e_seq")?.is_some() {
            found.push(Line::from_query_result(row, "")?);
        }
    }
    Ok(Look {
        lines: found,
        rights_changed: state.try_get("", "rights_changed")?,
        mark: state.try_get("", "mark")?,
        withheld: state.try_get("", "withheld")?,
    })
}

/// Whose rights have changed since a mark; `None`: too many to be named.
///
/// Unlike events, changes of rights are read as soon as they are committed, whatever is still open: on PostgreSQL the
/// mark is the oldest transaction that was open, so some are told twice, which does no harm.
pub(crate) async fn rights_changes(database: &Database, mark: i64) -> Result<Option<Vec<Uuid>>> {
    let backend = database.backend();
    let since = match backend {
        DbBackend::Postgres => "tx >= $1",
        _ => "seq > $1",
    };
    let sql = format!("SELECT subject FROM rights_change WHERE {since} ORDER BY seq LIMIT {SUBJECTS}");
    let statement = Statement::from_sql_and_values(backend, sql, [mark.into()]);
    let rows = database.in_time(database.aside().query_all_raw(statement)).await?;
    let subjects: Vec<Uuid> = rows.iter().map(|row| row.try_get("", "subject")).collect::<Result<_, _>>()?;
    Ok(if subjects.len() as u64 == SUBJECTS { None } else { Some(subjects) })
}

/// The mark behind every change of rights that is finished; to be read before the changes that it is to follow.
pub(crate) async fn rights_mark(database: &Database) -> Result<i64> {
    let backend = database.backend();
    let sql = match backend {
        DbBackend::Postgres => "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS mark",
        _ => "SELECT coalesce(max(seq), 0) AS mark FROM rights_change",
    };
    let mark = Statement::from_string(backend, sql);
    let row = database.in_time(database.aside().query_one_raw(mark)).await?;
    Ok(row.map(|row| row.try_get("", "mark")).transpose()?.unwrap_or_default())
}

/// The places of the oldest and of the newest change of rights; `None`: there is none.
pub(crate) async fn rights_kept(db: &impl ConnectionTrait) -> Result<Option<(i64, i64)>> {
    let end = |ascending: bool| {
        let lines = rights_change::Entity::find().select_only().column(rights_change::Column::Seq);
        if ascending {
            lines.order_by_asc(rights_change::Column::Seq)
        } else {
            lines.order_by_desc(rights_change::Column::Seq)
        }
    };
    let oldest: Option<i64> = end(true).into_tuple().one(db).await?;
    let newest: Option<i64> = end(false).into_tuple().one(db).await?;
    Ok(oldest.zip(newest))
}

/// Forgets the changes of rights up to a place.
pub(crate) async fn forget_rights(work: &Work<'_>, until: i64) -> Result<()> {
    rights_change::Entity::delete_many()
        .filter(rights_change::Column::Seq.lte(until))
        .exec(work.tx())
        .await?;
    Ok(())
}
