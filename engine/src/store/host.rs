//! What the engine needs of a pool or a transaction that a host program brings, and which of it is missing.

use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};

use super::{Database, postgres as server, sqlite as file};
use crate::error::{Error, Result};

/// A pool that a host program brings.
pub(crate) type HostPool = DatabaseConnection;

/// A command may hold one connection for its transaction and read on another.
const LEAST_CONNECTIONS: u32 = 2;

/// Of SQLite: what a pragma must say, and what to do about it.
const PRAGMAS: [(&str, &[&str], &str); 6] = [
    ("foreign_keys", &["1"], "foreign keys are off: open it with .foreign_keys(true)"),
    (
        "journal_mode",
        &["wal"],
        "there is no write-ahead log: open it with .journal_mode(SqliteJournalMode::Wal)",
    ),
    (
        "synchronous",
        &["2", "3"],
        "a power failure would lose commits: open it with .synchronous(SqliteSynchronous::Full)",
    ),
    (
        "secure_delete",
        &["1"],
        "what is redacted would stay in the file: open it with .pragma(\"secure_delete\", \"ON\")",
    ),
    ("query_only", &["0"], "it is read-only: open it without query_only"),
    ("recursive_triggers", &["0"], "triggers call themselves: open it without recursive_triggers"),
];

/// Of PostgreSQL: what a setting must be, and what to do about it.
const SETTINGS: [(&str, &str, &str); 3] = [
    (
        "transaction_isolation",
        "read committed",
        "its transactions are not READ COMMITTED: do not change default_transaction_isolation",
    ),
    (
        "transaction_read_only",
        "off",
        "it is read-only: connect to the primary, without default_transaction_read_only",
    ),
    ("server_encoding", "UTF8", "the database is not encoded in UTF-8: create it with ENCODING 'UTF8'"),
];

/// Names at once all that keeps this pool from being used.
///
/// # Errors
/// `BadInput` for `pool`.
pub(super) async fn check_pool(pool: &HostPool) -> Result<()> {
    let mut missing = Vec::new();
    let most = file::most_connections(pool).or_else(|| server::most_connections(pool));
    if most.is_some_and(|most| most < LEAST_CONNECTIONS) {
        missing.push(format!("it has too few connections: at least {LEAST_CONNECTIONS} are required"));
    }
    match pool.get_database_backend() {
        DbBackend::Sqlite => sqlite(pool, &mut missing).await?,
        DbBackend::Postgres => postgres(pool, &mut missing).await?,
        _ => missing.push("it is neither SQLite nor PostgreSQL".to_owned()),
    }
    if missing.is_empty() { Ok(()) } else { Err(unfit("pool", &missing)) }
}

/// The same of a transaction, which must be one of the engine's database.
///
/// # Errors
/// `BadInput` for `transaction`.
pub(super) async fn check_transaction(ours: &Database, theirs: &impl ConnectionTrait) -> Result<()> {
    let mut missing = Vec::new();
    let backend = theirs.get_database_backend();
    if backend != ours.backend() {
        return Err(unfit("transaction", &["it belongs to another kind of database".to_owned()]));
    }
    if backend == DbBackend::Sqlite {
        for (name, right, advice) in PRAGMAS {
            // The others belong to the file, or hold for a connection from its beginning.
            if matches!(name, "foreign_keys" | "query_only" | "recursive_triggers") {
                pragma(theirs, (name, right, advice), &mut missing).await?;
            }
        }
        if file(theirs).await? != file(ours.ro()).await? {
            missing.push("it belongs to another database".to_owned());
        }
    } else {
        postgres(theirs, &mut missing).await?;
        let tables = Statement::from_string(backend, "SELECT to_regclass('setting')::text AS name");
        if text(theirs, tables).await?.is_none() {
            missing.push("it belongs to another database".to_owned());
        }
    }
    if missing.is_empty() { Ok(()) } else { Err(unfit("transaction", &missing)) }
}

/// Why what a host brought cannot be used.
pub(super) fn unfit(what: &'static str, missing: &[String]) -> Error {
    Error::bad(what, "host-unfit", format!("This {what} cannot be used: {}.", missing.join("; ")))
}

async fn sqlite(pool: &DatabaseConnection, missing: &mut Vec<String>) -> Result<()> {
    if file(pool).await?.is_none() {
        missing.push("it is a database in memory: open a file".to_owned());
        return Ok(());
    }
    for each in PRAGMAS {
        pragma(pool, each, missing).await?;
    }
    let waits = Statement::from_string(DbBackend::Sqlite, "SELECT timeout FROM pragma_busy_timeout");
    if number(pool, waits, "timeout").await? == 0 {
        missing.push("a writer does not wait for another: open it with .busy_timeout(…)".to_owned());
    }
    let search = "SELECT sqlite_compileoption_used('ENABLE_FTS5') AS number";
    if number(pool, Statement::from_string(DbBackend::Sqlite, search), "number").await? == 0 {
        missing.push("SQLite was compiled without -DSQLITE_ENABLE_FTS5".to_owned());
    }
    Ok(())
}

async fn pragma(
    db: &impl ConnectionTrait,
    (name, right, advice): (&str, &[&str], &str),
    missing: &mut Vec<String>,
) -> Result<()> {
    let asked = format!("SELECT CAST({name} AS TEXT) AS name FROM pragma_{name}");
    let is = text(db, Statement::from_string(DbBackend::Sqlite, asked)).await?.unwrap_or_default();
    if !right.contains(&is.as_str()) {
        missing.push(advice.to_owned());
    }
    Ok(())
}

async fn postgres(db: &impl ConnectionTrait, missing: &mut Vec<String>) -> Result<()> {
    for (name, right, advice) in SETTINGS {
        let asked = format!("SELECT current_setting('{name}') AS name");
        if text(db, Statement::from_string(DbBackend::Postgres, asked)).await?.as_deref() != Some(right) {
            missing.push(advice.to_owned());
        }
    }
    Ok(())
}

/// The file of a SQLite database; `None`: it is in memory.
async fn file(db: &impl ConnectionTrait) -> Result<Option<String>> {
    let asked = "SELECT file AS name FROM pragma_database_list WHERE name = 'main'";
    let file = text(db, Statement::from_string(DbBackend::Sqlite, asked)).await?;
    Ok(file.filter(|file| !file.is_empty()))
}

async fn text(db: &impl ConnectionTrait, asked: Statement) -> Result<Option<String>> {
    let row = db.query_one_raw(asked).await?;
    Ok(row.map(|row| row.try_get("", "name")).transpose()?.flatten())
}

async fn number(db: &impl ConnectionTrait, asked: Statement, column: &str) -> Result<i64> {
    let row = db.query_one_raw(asked).await?;
    Ok(row.map(|row| row.try_get("", column)).transpose()?.unwrap_or_default())
}
