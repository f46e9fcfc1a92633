//! Dates, spans, sizes and counts as tables.

mod amount;
mod brief;
mod customs;
mod relative;
mod when;

use chrono::{DateTime, Utc};

/// A time of the tables; the tables are written by hand, so a mistake in one may panic.
fn at(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).unwrap_or_else(|error| panic!("{text}: {error}")).to_utc()
}
