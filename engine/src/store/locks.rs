//! How rows are locked: for a change, or only so that they stay as they are. Both last until the work ends.
//!
//! Always in this order, so that nobody waits for somebody who waits for them: a turn (see `turns`), accounts, tickets by
//! number, then what says how a ticket is handled (organisation, queue, agreement, calendar).

use sea_orm::{QuerySelect, sea_query::LockType};

/// Locks what a query finds. SQLite has one writer, and needs none of it.
pub(crate) trait Lock: QuerySelect {
    /// For a change. Rows that refer to these may still be added, such as a letter to somebody whose name is being changed:
    /// "FOR UPDATE" would keep those waiting too (PostgreSQL, 13.3.2).
    fn locked(self) -> Self {
        self.lock(LockType::NoKeyUpdate)
    }

    /// So that they stay as they are; several may hold them at once.
    fn held(self) -> Self {
        self.lock(LockType::Share)
    }
}

impl<Q: QuerySelect> Lock for Q {}
