//! Whether a mail in a mailbox is taken in, and whether as an old one: with its own date, and without a word to anybody.
//!
//! A mailbox that is fetched for the first time, or from another folder, may hold what was settled years ago: whoever wrote that must
//! not be told today that it has arrived.

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};

use crate::model::{MailboxHandling, OldMail};

/// What came so long before the mailbox was fetched for the first time is old.
const MARGIN: TimeDelta = TimeDelta::days(1);

/// A `Date` before this is one of a clock that was never set: 1990-01-01, in seconds since 1970.
const FIRST: i64 = 631_152_000;

/// What is known of a mail that lies in a mailbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InMailbox {
    /// When it came there (INTERNALDATE), if the server tells.
    pub came_at: Option<DateTime<Utc>>,
    /// Whether somebody has read it there.
    pub seen: bool,
    /// Whether the folder is read from its beginning, and not from where it was read to.
    pub first: bool,
}

/// Whether a mail is taken in at all.
#[must_use]
pub fn is_wanted(handling: &MailboxHandling, mail: InMailbox) -> bool {
    let from = handling.only_newer_than.map(|day| day.and_time(NaiveTime::MIN).and_utc());
    let too_old = from.zip(mail.came_at).is_some_and(|(from, came_at)| came_at < from);
    let read_by_others = mail.first && mail.seen && handling.old_mail != OldMail::Import;
    !too_old && !read_by_others
}

/// The time as which a mail is taken in that is old, or that somebody has read before the mailbox was fetched; `None`: it is a new one. `begun`: when the mailbox was fetched for the first time from
/// this folder; `dated`: its `Date`, which counts where the folder is read from its beginning, since whoever copied mails there may
/// not have kept when they came.
#[must_use]
pub fn taken_as(
    handling: &MailboxHandling,
    begun: Option<DateTime<Utc>>,
    mail: InMailbox,
    dated: Option<DateTime<Utc>>,
) -> Option<DateTime<Utc>> {
    let begun = begun.filter(|_| handling.old_mail != OldMail::Answer)?;
    let dated = dated.filter(|at| mail.first && at.timestamp() >= FIRST);
    let at = mail.came_at.into_iter().chain(dated).min();
    let read_by_others = mail.first && mail.seen;
    let is_quiet = at.is_some_and(|at| is_old(begun, at)) || read_by_others;
    is_quiet.then(|| at.unwrap_or(begun))
}

/// Whether what came at this time is old. What is not, and yet taken in as [`taken_as`] says, somebody had read before.
#[must_use]
pub fn is_old(begun: DateTime<Utc>, at: DateTime<Utc>) -> bool {
    at < begun - MARGIN
}
