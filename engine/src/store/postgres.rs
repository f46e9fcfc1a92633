//! The driver of PostgreSQL: connects, says at the start why it cannot, keeps calls from waiting for ever, and listens.
//! `without_postgres.rs` stands in its place where the feature is off.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use log::LevelFilter;
use sea_orm::{
    ConnectOptions, DatabaseConnection, DatabaseConnectionType, DbErr, RuntimeErr, SqlxPostgresConnector,
    sqlx::{
        ConnectOptions as _, Connection as _, Error, Executor as _, PgConnection, Postgres,
        pool::PoolOptions,
        postgres::{PgConnectOptions, PgListener, PgPoolOptions},
        query_scalar,
    },
};

use super::{Liveness, standstill};

/// How a server is reached.
pub(crate) type Server = PgConnectOptions;

/// Connections of a node; more only add latency.
const CONNECTIONS: u32 = 8;

/// How long a caller waits for a connection of the pool. Callers that a person waits for are freed earlier when the
/// server does not answer, see [`Liveness`]; this is for a server that is merely busy.
const ACQUIRE: Duration = Duration::from_secs(10);

/// How long one waits for the connection of the journal, which has few callers: longer, and it does not answer.
const ASIDE: Duration = Duration::from_secs(3);

/// A connection that was idle this long is asked whether it still lives before it is used.
const IDLE: Duration = Duration::from_secs(5);

/// How long it may take to say so. Longer, and it is closed and another one opened in its place.
const PING: Duration = Duration::from_millis(500);

/// How long a statement waits for a row or table that another transaction holds; ours hold them for milliseconds. And how
/// long the server keeps a transaction in which nothing is asked: that of a process that stands still, which would keep its
/// rows from all others. And how often the server looks whether whoever asked is still there: a statement that nobody waits for any more
/// would go on to its end (PostgreSQL 14 and later). Set by statements, since poolers in between refuse parameters of the connection.
const LIMITS: &str = "SET lock_timeout = '1500ms'; SET idle_in_transaction_session_timeout = '30s'; \
    SELECT set_config('client_connection_check_interval', '2s', false) \
    WHERE current_setting('client_connection_check_interval', true) IS NOT NULL";

/// How long the start waits for a server that may be starting too.
const START: Duration = Duration::from_secs(7);

/// How long to wait before the server is tried again.
const PAUSE: Duration = Duration::from_millis(250);

/// How long a connection may need to answer what it was asked before it was given back: a statement whose caller went
/// away, or the end of a transaction. Longer, and it is closed instead of holding its place in the pool.
const SETTLE: Duration = Duration::from_secs(3);

/// Opens the pool.
///
/// # Errors
/// With host, port and reason, but never the password, when the server cannot be reached or refuses.
pub(super) async fn connect(url: &str, liveness: &Arc<Liveness>) -> Result<DatabaseConnection, DbErr> {
    reach(&parse(url)?).await?;
    let mut options = ConnectOptions::new(url);
    let liveness = Arc::clone(liveness);
    options
        .max_connections(CONNECTIONS)
        .acquire_timeout(ACQUIRE)
        // Not each time, which would cost every statement the time of another one.
        .test_before_acquire(false)
        // Without what is bound to it, for whoever looks for a slow statement.
        .sqlx_logging(true)
        .sqlx_logging_level(LevelFilter::Trace)
        .set_application_name("schalter")
        .map_sqlx_postgres_pool_opts(|options| {
            settled(options).after_connect(|connection, _| {
                Box::pin(async move {
                    connection.execute(LIMITS).await?;
                    standstill::is_held();
                    Ok(())
                })
            })
        })
        .map_sqlx_postgres_before_acquire(move |connection, is| {
            let doubtful = is.idle_for >= IDLE || liveness.was_away_within(is.idle_for);
            Box::pin(async move {
                if doubtful {
                    let answered = tokio::time::timeout(PING, connection.ping()).await;
                    answered.map_err(|_elapsed| silent())??;
                }
                standstill::is_held();
                Ok(true)
            })
        });
    sea_orm::Database::connect(options).await
}

/// Why a connection is closed that did not say in time that it lives.
fn silent() -> Error {
    Error::Io(std::io::Error::new(std::io::ErrorKind::TimedOut, "the connection does not answer"))
}

/// One connection, opened when it is first used, for what must not wait behind those who write.
pub(super) fn aside(server: &Server) -> DatabaseConnection {
    let options = settled(PgPoolOptions::new()).max_connections(1).acquire_timeout(ASIDE);
    let server = server.clone().disable_statement_logging();
    SqlxPostgresConnector::from_sqlx_postgres_pool(options.connect_lazy_with(server))
}

/// Takes a connection back only when it has answered and its last transaction has ended.
fn settled(options: PoolOptions<Postgres>) -> PoolOptions<Postgres> {
    options.after_release(|connection, _| {
        Box::pin(async move {
            match tokio::time::timeout(SETTLE, connection.flush()).await {
                Ok(settled) => settled.map(|()| !connection.is_in_transaction()),
                Err(_elapsed) => Err(Error::PoolTimedOut),
            }
        })
    })
}

/// The server of a pool, if it is one of PostgreSQL.
pub(super) fn server_of(pool: &DatabaseConnection) -> Option<Arc<Server>> {
    let is_ours = matches!(pool.inner, DatabaseConnectionType::SqlxPostgresPoolConnection(_));
    is_ours.then(|| pool.get_postgres_connection_pool().connect_options())
}

/// How many connections a pool opens at most, if it is one of PostgreSQL.
pub(super) fn most_connections(pool: &DatabaseConnection) -> Option<u32> {
    let is_ours = matches!(pool.inner, DatabaseConnectionType::SqlxPostgresPoolConnection(_));
    is_ours.then(|| pool.get_postgres_connection_pool().options().get_max_connections())
}

/// Hears what is told on a channel, on a connection of its own.
pub(crate) struct Listener(PgListener);

impl Listener {
    /// Begins to hear.
    pub(crate) async fn open(server: &Server, channel: &str) -> Result<Self, Error> {
        let pool = PgPoolOptions::new().max_connections(1).max_lifetime(None).idle_timeout(None);
        // That the farewell takes long when the server stands still is not to be the last that is said.
        let server = server.clone().disable_statement_logging();
        let mut listener = PgListener::connect_with(&pool.connect_with(server).await?).await?;
        listener.listen(channel).await?;
        Ok(Self(listener))
    }

    /// Waits for what is told next; `None`: the connection was lost and made anew, and something may have been missed.
    pub(crate) async fn hear(&mut self) -> Result<Option<String>, Error> {
        Ok(self.0.try_recv().await?.map(|heard| heard.payload().to_owned()))
    }
}

/// Reads the address; its text is never shown, since it may hold a password.
pub(super) fn parse(url: &str) -> Result<PgConnectOptions, DbErr> {
    let options: Result<PgConnectOptions, Error> = url.parse();
    options
        .map_err(|_| DbErr::Custom("the database URL is not valid; use postgres://user@host/name".to_owned()))
}

/// Asks the server for an answer on a connection of its own, within `patience`.
pub(super) async fn ask(options: &PgConnectOptions, patience: Duration) -> Result<(), Error> {
    let asked = async {
        let mut connection = PgConnection::connect_with(options).await?;
        connection.execute("SELECT 1").await?;
        connection.close().await
    };
    tokio::time::timeout(patience, asked).await.map_err(|_elapsed| Error::PoolTimedOut)?
}

/// Whether a session of this database works on a statement that was asked this long ago. A younger one of the same text is
/// another's. Where the server does not say what its sessions do, they may.
pub(super) async fn works_on(
    options: &PgConnectOptions,
    sql: &str,
    asked: Duration,
    patience: Duration,
) -> Result<bool, Error> {
    // The server keeps the beginning of a long text.
    const WORKS: &str = "SELECT EXISTS (SELECT 1 FROM pg_stat_activity \
        WHERE datname = current_database() AND usename = session_user AND pid <> pg_backend_pid() \
        AND (state = 'disabled' OR (state = 'active' AND left($1, length(query)) = query \
        AND extract(epoch FROM clock_timestamp() - query_start) >= $2)))";
    let working = async {
        let mut connection = PgConnection::connect_with(options).await?;
        let statement = query_scalar(WORKS).bind(sql).bind(asked.as_secs_f64() / 2.0);
        let works = statement.fetch_one(&mut connection).await?;
        connection.close().await?;
        Ok(works)
    };
    tokio::time::timeout(patience, working).await.map_err(|_elapsed| Error::PoolTimedOut)?
}

/// Whether the server may answer if only it is asked again: it is away, or starting, or stopping.
pub(super) fn is_away(error: &Error) -> bool {
    match error {
        Error::Database(cause) => cause.code().is_some_and(|code| code.starts_with("57P")),
        Error::Io(_) | Error::PoolTimedOut | Error::Protocol(_) => true,
        _ => false,
    }
}

/// Waits until the server answers, for a while.
async fn reach(options: &PgConnectOptions) -> Result<(), DbErr> {
    let until = Instant::now() + START;
    let mut told = false;
    loop {
        let Err(error) = ask(options, until.saturating_duration_since(Instant::now())).await else {
            return Ok(());
        };
        if !is_away(&error) || Instant::now() + PAUSE >= until {
            return Err(DbErr::Conn(RuntimeErr::Internal(sentence(options, &error))));
        }
        if !std::mem::replace(&mut told, true) {
            tracing::info!("waiting for the database: {}", sentence(options, &error));
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// Where it was tried and why it failed.
pub(super) fn sentence(options: &PgConnectOptions, error: &Error) -> String {
    let place = match options.get_socket() {
        Some(socket) => format!("{}, port {}", socket.display(), options.get_port()),
        None => format!("{}:{}", options.get_host(), options.get_port()),
    };
    let reason = match error {
        Error::Io(cause) => cause.to_string(),
        Error::Database(cause) => cause.message().to_owned(),
        Error::PoolTimedOut => "no answer in time".to_owned(),
        other => other.to_string(),
    };
    format!("PostgreSQL at {place} cannot be used: {reason}")
}
