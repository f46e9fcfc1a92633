//! Why: the names of agreed times, which others rely on; agreements themselves are not offered yet, so these are null.

use async_graphql::SimpleObject;

use crate::scalars::DateTime;

/// What an organisation has agreed on.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct Sla {
    /// What the agreement is called.
    pub(crate) name: String,
}

/// One agreed time of a ticket, and how much of it has passed.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct SlaClock {
    /// What was agreed, in minutes of business time.
    pub(crate) target_minutes: i32,
    /// When it will have passed; null while the clock stands still.
    pub(crate) due_at: Option<DateTime>,
    /// How much has passed, in minutes of business time.
    pub(crate) elapsed_minutes: i32,
    /// Whether the clock stands still.
    pub(crate) paused: bool,
    /// When the agreement was met.
    pub(crate) met_at: Option<DateTime>,
    /// Whether the time passed before it was met.
    pub(crate) breached: bool,
}
