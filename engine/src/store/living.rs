//! Which nodes live, as PostgreSQL sees by the locks that `life.rs` takes.

/// The names of all nodes that live, as a query.
pub(crate) const LIVING: &str = "SELECT objid::text FROM pg_locks
    WHERE locktype = 'advisory' AND classid = 1396918348 AND objsubid = 2 AND granted
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";
