//! Whether an answer comes too late to reopen its ticket: pure, with its table in the tests.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use crate::lifecycle::Step;

/// What is known of a ticket and of a mail that answers it.
#[derive(Debug, Clone, Copy)]
pub struct Late {
    /// What the mail is in the lifecycle.
    pub step: Step,
    /// Whether its sender is one of the staff.
    pub staff: bool,
    /// Since when the ticket is closed; `None`: it is not.
    pub closed_since: Option<DateTime<Utc>>,
    /// How long after that an answer still reopens it; `None`: however long.
    pub reopen_within: Option<Duration>,
}

/// Whether the mail opens a new ticket. What would not have reopened this one (absence notices, reports, notes, what is held
/// back for the staff) belongs to it however old it is.
#[must_use]
pub fn is_late(late: Late, now: DateTime<Utc>) -> bool {
    let (Some(closed), Some(within)) = (late.closed_since, late.reopen_within) else { return false };
    // More years than a clock counts are for ever.
    let Ok(within) = TimeDelta::from_std(within) else { return false };
    late.step == Step::CustomerComments && !late.staff && now.signed_duration_since(closed) > within
}
