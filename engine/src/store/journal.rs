//! How far the journal reaches, and telling the other nodes on PostgreSQL that it grew.

use sea_orm::{ConnectionTrait, Statement};

use super::Database;
use crate::error::Result;

/// The channel on which PostgreSQL tells of new events. What it carries is the node that wrote them, or nothing.
pub(crate) const CHANNEL: &str = "schalter_journal";

/// The oldest transaction that may still write, on PostgreSQL.
pub(crate) async fn oldest_open(database: &Database) -> Result<i64> {
    number(database, "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS number", "number").await
}

/// The place of the last event, on SQLite.
pub(crate) async fn last(database: &Database) -> Result<i64> {
    number(database, "SELECT coalesce(max(seq), 0) AS number FROM event", "number").await
}

/// How much was written that followers want to know, on SQLite: events and changes of rights.
pub(crate) async fn written(database: &Database) -> Result<i64> {
    let sql = "SELECT coalesce((SELECT max(seq) FROM event), 0)
        + coalesce((SELECT max(seq) FROM rights_change), 0) AS written";
    number(database, sql, "written").await
}

async fn number(database: &Database, sql: &str, column: &str) -> Result<i64> {
    let statement = Statement::from_string(database.backend(), sql);
    let row = database.ro().query_one_raw(statement).await?;
    Ok(row.map(|row| row.try_get("", column)).transpose()?.unwrap_or_default())
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
