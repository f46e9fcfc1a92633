//! When a member of the staff is away.

use async_graphql::SimpleObject;

/// When a member of the staff is away, in days of their own time zone. For the staff: customers learn nothing of it.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct Absence {
    /// The first day, such as `2026-12-24`.
    from: String,
    /// The last day; null: until the person says otherwise.
    until: Option<String>,
    /// Whether the person is away today, and not only later.
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
