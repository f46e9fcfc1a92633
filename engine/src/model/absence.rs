//! When a member of the staff is away.

use chrono::NaiveDate;

/// When a member of the staff is away, in days of their own time zone. For their colleagues: customers learn nothing of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Absence {
    /// The first day.
    pub from: NaiveDate,
    /// The last day; `None`: until they say otherwise.
    pub until: Option<NaiveDate>,
    /// Whether it holds today, and is not still to come.
    pub now: bool,
}
