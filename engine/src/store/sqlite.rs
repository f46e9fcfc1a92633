//! The driver of SQLite: opens its file with all that the engine relies on, and copies it while others read and write.
//! `without_sqlite.rs` stands in its place where the feature is off.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

use log::LevelFilter;
use sea_orm::{
    ConnectOptions, DatabaseConnection, DatabaseConnectionType, DbErr, RuntimeErr,
    sqlx::{
        Connection as _, SqliteConnection,
        error::DatabaseError,
        query,
        sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
    },
};

use super::ended;
use crate::content::quoted;

/// How long a writer waits for another process's write, such as a second `schalter mail import`.
pub(super) const BUSY: Duration = Duration::from_secs(20);

/// How long a server does, before it says that it cannot write.
pub(super) const IMPATIENT: Duration = Duration::from_secs(2);

/// How long to wait before a file that another holds is tried again.
const PAUSE: Duration = Duration::from_millis(20);

/// How long a caller waits for a connection of a pool before the call fails.
const ACQUIRE: Duration = Duration::from_secs(30);

/// Readers of one SQLite file; more than this only wait for the cores.
const SQLITE_READERS: u32 = 4;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Read,
    Write,
}

/// Opens for writing. Whoever turns a new file into one with a log holds it alone for a moment, and SQLite refuses the
/// others then without asking how long they would wait: so several processes may start on a new database at once.
pub(super) async fn writer(url: &str, busy: Duration) -> Result<DatabaseConnection, DbErr> {
    let patience = Instant::now() + BUSY;
    loop {
        match connect(url, Side::Write, busy).await {
            Err(error) if is_busy(&error) && Instant::now() < patience => tokio::time::sleep(PAUSE).await,
            connected => return connected,
        }
    }
}

/// Opens for reading alone.
pub(super) async fn readers(url: &str, busy: Duration) -> Result<DatabaseConnection, DbErr> {
    connect(url, Side::Read, busy).await
}

/// Whether SQLite says that another holds the file; the lowest byte is the code, the others tell more of it.
pub(super) fn is_busy(error: &DbErr) -> bool {
    let (DbErr::Conn(RuntimeErr::SqlxError(cause))
    | DbErr::Exec(RuntimeErr::SqlxError(cause))
    | DbErr::Query(RuntimeErr::SqlxError(cause))) = error
    else {
        return false;
    };
    let code =
        cause.as_database_error().and_then(DatabaseError::code).and_then(|code| code.parse::<u32>().ok());
    code.is_some_and(|code| code & 0xff == 5)
}

async fn connect(url: &str, side: Side, busy: Duration) -> Result<DatabaseConnection, DbErr> {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(if side == Side::Read { SQLITE_READERS } else { 1 })
        .connect_lazy(side == Side::Read)
        .acquire_timeout(ACQUIRE)
        .idle_timeout(None::<Duration>)
        .max_lifetime(None::<Duration>)
        // Without what is bound to it, for whoever looks for a slow statement.
        .sqlx_logging(true)
        .sqlx_logging_level(LevelFilter::Trace)
        .map_sqlx_sqlite_pool_opts(
            move |options| if side == Side::Write { ended::checked(options) } else { options },
        )
        .map_sqlx_sqlite_opts(move |options| {
            options
                // It is there already, with the mode that it shall have.
                .create_if_missing(false)
                .foreign_keys(true)
                .busy_timeout(busy)
                .journal_mode(SqliteJournalMode::Wal)
                // NORMAL would lose the last commits when the power fails: a mail that we confirmed
                // and flagged on its server must not be among them.
                .synchronous(SqliteSynchronous::Full)
                // What a statement may have to take back is kept in memory: in files it was more to write than the log.
                .pragma("temp_store", if side == Side::Write { "MEMORY" } else { "DEFAULT" })
                // What is deleted is overwritten; see `scrub` for what that leaves.
                .pragma("secure_delete", "ON")
                // The log is folded back every 4 MB and its file cut to 64 MB after a burst.
                .pragma("wal_autocheckpoint", "1000")
                .pragma("journal_size_limit", "67108864")
                // In KiB, for each connection: the inner pages of the indexes of a million tickets, and little more.
                .pragma("cache_size", if side == Side::Read { "-12288" } else { "-8192" })
                .pragma("query_only", if side == Side::Read { "ON" } else { "OFF" })
        });
    sea_orm::Database::connect(options).await
}

/// Writes a compact copy of a database to `file`, which must be empty or not exist yet, in one transaction, while others read
/// and write.
pub(super) async fn copy(database: &DatabaseConnection, file: &Path) -> Result<(), DbErr> {
    let Some(name) = file.to_str() else {
        return Err(DbErr::Custom(format!("SQLite cannot open a file named {}", file.display())));
    };
    // A connection of its own: it holds a read transaction for as long as the copy takes, and neither the one
    // writer nor a reader should wait for that.
    let options = database.get_sqlite_connection_pool().connect_options();
    let failed = |error| DbErr::Exec(RuntimeErr::SqlxError(Arc::new(error)));
    let mut connection = SqliteConnection::connect_with(&options).await.map_err(failed)?;
    let copied = query("VACUUM INTO ?").bind(name).execute(&mut connection).await.map_err(failed);
    connection.close().await.map_err(failed)?;
    copied.map(|_| ())
}

/// How many connections a pool opens at most, if it is one of SQLite.
pub(super) fn most_connections(pool: &DatabaseConnection) -> Option<u32> {
    let is_ours = matches!(pool.inner, DatabaseConnectionType::SqlxSqlitePoolConnection(_));
    is_ours.then(|| pool.get_sqlite_connection_pool().options().get_max_connections())
}

/// The file that an address names.
pub(super) fn file(address: &str) -> Result<PathBuf, DbErr> {
    let options: SqliteConnectOptions = address
        .parse()
        .map_err(|cause| DbErr::Custom(format!("{} is not a database URL: {cause}", quoted(address))))?;
    Ok(options.get_filename().to_path_buf())
}
