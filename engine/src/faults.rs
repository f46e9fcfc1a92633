//! Sorts the failures of database and blob store: what passes by itself, what the written content causes, and our bugs.

use std::sync::atomic::{AtomicU64, Ordering};

/// What a failure of the database says about trying again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The database is away, full, locked or read-only: the same call succeeds once that is over.
    Passing,
    /// The database refuses the content of this call, and will refuse it again.
    Content,
    /// Neither: the statement or the database is wrong.
    Ours,
}

/// How many failures of storage this process has met, so that readiness knows that a write must be tried.
static MET: AtomicU64 = AtomicU64::new(0);

/// Counts a failure of storage.
pub(crate) fn met() {
    MET.fetch_add(1, Ordering::Relaxed);
}

/// How many were counted so far.
pub(crate) fn count() -> u64 {
    MET.load(Ordering::Relaxed)
}

impl Fault {
    /// By SQLite's result codes; the lowest byte is the code, the others tell more of it
    /// (<https://sqlite.org/rescode.html>).
    pub(crate) const fn of_sqlite(code: u32) -> Self {
        const CHECK: u32 = 275;
        const NOT_NULL: u32 = 1299;
        match (code, code & 0xff) {
            // BUSY, LOCKED, NOMEM, READONLY, IOERR, FULL, CANTOPEN, PROTOCOL (of locks).
            (_, 5 | 6 | 7 | 8 | 10 | 13 | 14 | 15) => Self::Passing,
            // TOOBIG, and constraints that look at one value.
            (_, 18) | (CHECK | NOT_NULL, _) => Self::Content,
            _ => Self::Ours,
        }
    }

    /// By PostgreSQL's SQLSTATE (PostgreSQL's documentation, appendix A).
    pub(crate) fn of_postgres(code: &str) -> Self {
        match code {
            // Read-only after a failover; a lock that did not come in time; a transaction in which nothing was asked for long.
            "25006" | "25P03" | "55P03" => Self::Passing,
            // Constraints that look at one value.
            "23502" | "23514" => Self::Content,
            _ => match code.get(..2) {
                // Connection, authorisation, no such database, rolled back by a rival, out of resources, ended by the
                // operator, system error.
                Some("08" | "28" | "3D" | "40" | "53" | "57" | "58") => Self::Passing,
                // Bad data; over a limit of the program.
                Some("22" | "54") => Self::Content,
                _ => Self::Ours,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Fault::{self, Content, Ours, Passing};

    #[test]
    fn codes_of_sqlite_are_sorted_by_what_they_say_about_trying_again() {
        let table = [
            (13, Passing, "FULL"),
            (10, Passing, "IOERR"),
            (778, Passing, "IOERR_WRITE"),
            (261, Passing, "BUSY_RECOVERY"),
            (14, Passing, "CANTOPEN"),
            (275, Content, "CONSTRAINT_CHECK"),
            (18, Content, "TOOBIG"),
            (2067, Ours, "CONSTRAINT_UNIQUE"),
            (1811, Ours, "CONSTRAINT_TRIGGER"),
            (1, Ours, "ERROR, such as no such table"),
            (11, Ours, "CORRUPT"),
        ];
        for (code, fault, name) in table {
            assert_eq!(Fault::of_sqlite(code), fault, "{name}");
        }
    }

    #[test]
    fn codes_of_postgresql_are_sorted_by_what_they_say_about_trying_again() {
        let table = [
            ("53100", Passing, "disk full"),
            ("57P01", Passing, "shut down by the operator"),
            ("57P03", Passing, "starting up"),
            ("58030", Passing, "I/O error"),
            ("25006", Passing, "read-only"),
            ("40P01", Passing, "deadlock"),
            ("55P03", Passing, "lock timeout"),
            ("25P03", Passing, "idle in transaction"),
            ("28P01", Passing, "wrong password"),
            ("22021", Content, "invalid byte sequence"),
            ("23514", Content, "check violation"),
            ("54000", Content, "index row too large"),
            ("23505", Ours, "unique violation"),
            ("42P01", Ours, "undefined table"),
            ("P0001", Ours, "raised by a trigger"),
            ("XX000", Ours, "internal"),
        ];
        for (code, fault, name) in table {
            assert_eq!(Fault::of_postgres(code), fault, "{name}");
        }
    }
}
