//! Connects to PostgreSQL: says at the start why it cannot be reached, and keeps calls from waiting for ever.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use sea_orm::{
    ConnectOptions, DatabaseConnection, DbErr, RuntimeErr,
    sqlx::{Connection as _, Error, Executor as _, PgConnection, postgres::PgConnectOptions},
};

use super::{Liveness, ended};

/// Connections of a node; more only add latency.
const CONNECTIONS: u32 = 8;

/// How long a caller waits for a connection of the pool. Callers that a person waits for are freed earlier when the
/// server does not answer, see [`Liveness`]; this is for a server that is merely busy.
const ACQUIRE: Duration = Duration::from_secs(10);

/// A connection that was idle this long is asked whether it still lives before it is used.
const IDLE: Duration = Duration::from_secs(5);

/// How long a statement waits for a row or table that another transaction holds; ours hold them for milliseconds. Set
/// by a statement, since poolers in between refuse parameters of the connection.
const LOCK: &str = "SET lock_timeout = '1500ms'";

/// How long the start waits for a server that may be starting too.
const START: Duration = Duration::from_secs(7);

/// How long to wait before the server is tried again.
const PAUSE: Duration = Duration::from_millis(250);

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
        .test_before_acquire_if_idle_for(IDLE)
        .sqlx_logging(false)
        .set_application_name("schalter")
        .map_sqlx_postgres_pool_opts(|options| {
            ended::postgres(options).after_connect(|connection, _| {
                Box::pin(async move { connection.execute(LOCK).await.map(|_| ()) })
            })
        })
        .map_sqlx_postgres_before_acquire(move |connection, is| {
            let doubtful = liveness.was_away_within(is.idle_for);
            Box::pin(async move {
                if doubtful {
                    connection.ping().await?;
                }
                Ok(true)
            })
        });
    sea_orm::Database::connect(options).await
}

/// Reads the address; its text is never shown, since it may hold a password.
pub(super) fn parse(url: &str) -> Result<PgConnectOptions, DbErr> {
    let options: Result<PgConnectOptions, Error> = url.parse();
    options.map_err(|_| {
        DbErr::Custom("the database's address is invalid; write postgres://user@host/name".to_owned())
    })
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
