//! What only one transaction at a time may decide, because it reads rows that another may be changing.

use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend};

use crate::error::Result;

/// What is decided in turn.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Turn {
    /// Whether an admin is the last one.
    Admins,
    /// Where numbers of tickets lead, which those decide who lock several tickets.
    Tickets,
}

impl Turn {
    /// The number of its advisory lock on PostgreSQL: "admi" or "tick", and "turn" in ASCII.
    const fn key(self) -> i64 {
        match self {
            Self::Admins => 0x6164_6d69_7475_726e,
            Self::Tickets => 0x7469_636b_7475_726e,
        }
    }
}

/// Waits until nobody else has this turn, and keeps it until the transaction ends. SQLite has one writer anyway.
pub(crate) async fn take(tx: &DatabaseTransaction, turn: Turn) -> Result<()> {
    if tx.get_database_backend() == DbBackend::Postgres {
        tx.execute_unprepared(&format!("SELECT pg_advisory_xact_lock({})", turn.key())).await?;
    }
    Ok(())
}
