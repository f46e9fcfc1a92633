//! When a ticket may be rated: for some weeks after it was resolved or closed, once for each time.

use chrono::{DateTime, TimeDelta, Utc};

use super::texts::clean_text;
use crate::{
    error::{Error, Result},
    model::Status,
};

/// How long a rating may be given or changed after the ticket was resolved or closed, and how long the links of the letters
/// that ask for it work.
pub const RATING_TIME: TimeDelta = TimeDelta::days(30);

/// The longest comment of a rating in characters.
pub const COMMENT_LIMIT: usize = 2_000;

/// Since when a ticket is resolved or closed, from the statuses that it had, oldest first; of one that was reopened, when it
/// last became so. `None`: it never was.
///
/// Closing what is resolved already is not a second time: it is rated once.
#[must_use]
pub fn finished_at(statuses: &[(DateTime<Utc>, Status)]) -> Option<DateTime<Utc>> {
    let mut finished = None;
    let mut before = false;
    for (at, status) in statuses {
        let now = is_finished(*status);
        if now && !before {
            finished = Some(*at);
        }
        before = now;
    }
    finished
}

/// Whether a ticket with this status may be rated `now`.
#[must_use]
pub fn may_be_rated(status: Status, finished_at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    is_finished(status) && now < finished_at + RATING_TIME
}

/// Whether the staff are done with a ticket.
#[must_use]
pub const fn is_finished(status: Status) -> bool {
    matches!(status, Status::Resolved | Status::Closed)
}

/// The comment of a rating as it is kept.
///
/// # Errors
/// `BadInput` for `comment` if it is too long.
pub fn rating_comment(comment: &str) -> Result<String> {
    let comment = clean_text(comment).trim_start().to_owned();
    if comment.chars().count() > COMMENT_LIMIT {
        return Err(Error::too_long("comment", "rating-comment-too-long", "comment", COMMENT_LIMIT));
    }
    Ok(comment)
}
