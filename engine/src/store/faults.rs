//! What a failure that the database's driver answers says about trying again.

use sea_orm::{DbErr, RuntimeErr, sqlx};

use crate::faults::Fault;

impl Fault {
    /// The kind of this failure.
    pub(crate) fn of(error: &DbErr) -> Self {
        match error {
            // Whatever the reason, there is no connection.
            DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => Self::Passing,
            DbErr::Exec(RuntimeErr::SqlxError(cause)) | DbErr::Query(RuntimeErr::SqlxError(cause)) => {
                Self::of_driver(cause)
            }
            _ => Self::Ours,
        }
    }

    fn of_driver(error: &sqlx::Error) -> Self {
        match error {
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::Protocol(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed
            | sqlx::Error::BeginFailed => Self::Passing,
            sqlx::Error::Database(cause) => {
                let code = cause.code().unwrap_or_default();
                // SQLite's are numbers below 10000; PostgreSQL's have five characters.
                match code.parse() {
                    Ok(number) if code.len() < 5 => Self::of_sqlite(number),
                    _ => Self::of_postgres(&code),
                }
            }
            _ => Self::Ours,
        }
    }
}
