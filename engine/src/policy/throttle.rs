//! How often something may be tried: the limits, and the pure step from one try to the next.

use std::time::Duration;

use chrono::{DateTime, Utc};

/// So many tries within a window; the window begins with its first try and does not slide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// What is counted; the first part of the key under which it is counted.
    pub name: &'static str,
    /// So many tries are let through.
    pub tries: i64,
    /// How long a window is.
    pub window: Duration,
}

const MINUTES: u64 = 60;

/// Failed log-ins for one name, whether or not it has an account.
pub const LOGIN_PER_ACCOUNT: Limit =
    Limit { name: "login.account", tries: 10, window: Duration::from_secs(15 * MINUTES) };

/// Failed log-ins from one network address; many people may sit behind one.
pub const LOGIN_PER_ADDRESS: Limit =
    Limit { name: "login.address", tries: 100, window: Duration::from_secs(15 * MINUTES) };

/// Password mails for one account; what is above is dropped without a word.
pub const PASSWORD_MAILS: Limit =
    Limit { name: "password.account", tries: 5, window: Duration::from_secs(60 * MINUTES) };

/// Confirmations to people who were never heard of before, whoever they are: `most` within an hour.
#[must_use]
pub const fn first_confirmations(most: i64) -> Limit {
    Limit { name: "mail.first", tries: most, window: Duration::from_secs(60 * MINUTES) }
}

/// Tries so far, as the database remembers them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    /// Tries in this window.
    pub count: i64,
    /// When the window began.
    pub since: DateTime<Utc>,
}

impl Limit {
    /// Counts one more try at `now`. A try above the limit is refused and not counted, so that the window ends in time
    /// however often somebody hammers.
    ///
    /// # Errors
    /// How long to wait, when the window is full.
    pub fn count(&self, tally: Option<Tally>, now: DateTime<Utc>) -> Result<Tally, Duration> {
        let Some(tally) = tally else { return Ok(Tally { count: 1, since: now }) };
        // A clock that was set back must not lock anybody out until it has caught up.
        let Ok(age) = (now - tally.since).to_std() else { return Ok(Tally { count: 1, since: now }) };
        if age >= self.window {
            Ok(Tally { count: 1, since: now })
        } else if tally.count < self.tries {
            Ok(Tally { count: tally.count + 1, since: tally.since })
        } else {
            Err(self.window.saturating_sub(age))
        }
    }
}
