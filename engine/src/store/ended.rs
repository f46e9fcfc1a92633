//! Makes sure that a connection to SQLite goes back to its pool only when its last transaction has really ended.
//!
//! SQLite rolls back by itself when the disk is full or fails. The driver does not notice: its own ROLLBACK then fails,
//! and it goes on counting a transaction that is gone. From then on each BEGIN would be a savepoint, and each COMMIT its
//! release inside a transaction that never ends: acknowledged, and lost at the end of the process. Such a connection is
//! closed, which rolls back whatever is open, and the pool opens another one.

use sea_orm::sqlx::{Connection as _, Executor as _, Sqlite, SqliteConnection, pool::PoolOptions};

use crate::{error::LastingFault, faults};

/// On a full disk each write that is refused may end so.
static ENDED: LastingFault = LastingFault::new();

/// For the pool that writes.
pub(super) fn checked(options: PoolOptions<Sqlite>) -> PoolOptions<Sqlite> {
    options
        .after_release(|connection, _| Box::pin(async move { Ok(has_ended(connection).await) }))
        // Asserted once more where it matters: only at depth 0 is the next BEGIN a real one.
        .before_acquire(|connection, _| Box::pin(async move { Ok(!connection.is_in_transaction()) }))
}

async fn has_ended(connection: &mut SqliteConnection) -> bool {
    // The ROLLBACK of a transaction that was dropped lies before this in the queue of the connection's thread.
    if connection.ping().await.is_err() {
        return false;
    }
    if connection.is_in_transaction() {
        faults::met();
        if ENDED.comes("by itself") {
            tracing::warn!("SQLite ended a transaction by itself (disk full?); its connection is replaced");
        }
        return false;
    }
    // SQLite itself must know of no transaction either: then there is nothing to roll back, and it says so.
    if connection.execute("ROLLBACK").await.is_err() {
        return true;
    }
    faults::met();
    tracing::error!("a transaction was left open; its connection is replaced");
    false
}
