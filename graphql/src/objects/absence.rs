//! When a member of the staff is away.

use async_graphql::SimpleObject;

/// An absence of a staff member, in days of their own time zone. Staff only.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct Absence {
    /// The first day, such as `2026-12-24`.
    from: String,
    /// The last day; null for an open end.
    until: Option<String>,
    /// Whether the person is away today, rather than only later.
    is_now: bool,
}

impl From<engine::Absence> for Absence {
    fn from(absence: engine::Absence) -> Self {
        Self {
            from: absence.from.to_string(),
            until: absence.until.map(|until| until.to_string()),
            is_now: absence.now,
        }
    }
}
