//! How far the journal reaches, and telling the other nodes on PostgreSQL that it grew.

use sea_orm::{ConnectionTrait, DbBackend, Statement};
use uuid::Uuid;

use super::Database;
use crate::{
    error::{Error, Result},
    model::{EventId, Place},
};

/// The channel on which PostgreSQL tells of new events. What it carries is the node that wrote them, or nothing.
pub(crate) const CHANNEL: &str = "schalter_journal";

/// How far everything is finished: committed and readable, or gone.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Finished {
    /// The oldest transaction that may still write, on PostgreSQL.
    pub(crate) oldest: i64,
    /// The last event before that, and its place; none: there is no event yet.
    pub(crate) last: Option<(EventId, Place)>,
}

/// How far everything is finished by now. On SQLite there is one writer: what is committed is complete.
pub(crate) async fn finished(database: &Database) -> Result<Finished> {
    let (oldest, is_finished) = match database.backend() {
        DbBackend::Postgres => (
            "pg_snapshot_xmin(pg_current_snapshot())::text::bigint",
            "tx < pg_snapshot_xmin(pg_current_snapshot())::text::bigint",
        ),
        _ => ("9223372036854775807", "TRUE"),
    };
    let sql = format!(
        "SELECT horizon.oldest, newest.id, newest.tx, newest.seq
         FROM (SELECT {oldest} AS oldest) AS horizon
         LEFT JOIN (SELECT id, tx, seq FROM event WHERE {is_finished}
            ORDER BY tx DESC, seq DESC LIMIT 1) AS newest ON TRUE"
    );
    let statement = Statement::from_string(database.backend(), sql);
    let Some(row) = database.ro().query_one_raw(statement).await? else {
        return Err(Error::internal("the end of the journal shows nothing"));
    };
    let last = match row.try_get::<Option<Uuid>>("", "id")? {
        Some(id) => Some((EventId(id), (row.try_get("", "tx")?, row.try_get("", "seq")?))),
        None => None,
    };
    Ok(Finished { oldest: row.try_get("", "oldest")?, last })
}

/// How much was written that followers want to know, on SQLite: events and changes of rights.
pub(crate) async fn written(database: &Database) -> Result<i64> {
    let sql = "SELECT coalesce((SELECT max(seq) FROM event), 0)
        + coalesce((SELECT max(seq) FROM rights_change), 0) AS written";
    let statement = Statement::from_string(database.backend(), sql);
    let row = database.ro().query_one_raw(statement).await?;
    Ok(row.map(|row| row.try_get("", "written")).transpose()?.unwrap_or_default())
}

/// Tells the other nodes on PostgreSQL that this one wrote.
pub(crate) async fn tell(database: &Database, node: &str) -> Result<()> {
    // What is told is nothing that a crash could lose: it waits for no disk.
    let notify =
        format!("SELECT pg_notify('{CHANNEL}', '{node}') FROM set_config('synchronous_commit', 'off', true)");
    // A command that ends at once opens no connection for it.
    let lives = database.remembered().asking().is_some();
    let connection = if lives { database.aside() } else { database.ro() };
    database.in_time(connection.execute_unprepared(&notify)).await?;
    Ok(())
}
