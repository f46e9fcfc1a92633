//! What only one transaction at a time may decide, because it reads rows that another may be changing.

use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend};

use crate::error::Result;

/// What is decided in turn.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Turn {
    /// Whether an admin is the last one.
    Admins,
    /// Whose rows several tickets are, and where their numbers lead: whoever locks several tickets has this turn.
    Tickets,
    /// Which tickets are to be counted again.
    Clocks,
}

impl Turn {
    /// The number of its advisory lock on PostgreSQL: "admi", "tick" or "cloc", and "turn" in ASCII.
    const fn key(self) -> i64 {
        match self {
            Self::Admins => 0x6164_6d69_7475_726e,
            Self::Tickets => 0x7469_636b_7475_726e,
            Self::Clocks => 0x636c_6f63_7475_726e,
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

/// On PostgreSQL a condition that waits until nobody else has the turn of the ticket whose number `column` holds, and that always holds.
/// Its number lies apart from what a host may use.
pub(crate) fn of_ticket(column: &str) -> String {
    // "tick" in ASCII, above any number of a ticket.
    const TICKETS: i64 = 0x7469_636b_0000_0000;
    format!("pg_advisory_xact_lock({TICKETS} + {column})::text IS NOT NULL")
}

/// Waits until nobody has this turn, and keeps others from taking it until the transaction ends; several may do so at once.
pub(crate) async fn share(tx: &DatabaseTransaction, turn: Turn) -> Result<()> {
    if tx.get_database_backend() == DbBackend::Postgres {
        tx.execute_unprepared(&format!("SELECT pg_advisory_xact_lock_shared({})", turn.key())).await?;
    }
    Ok(())
}
