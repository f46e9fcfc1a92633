//! How long to wait after a fault: longer each time, and not all mailboxes at once.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Duration;

/// The first wait.
const FIRST: Duration = Duration::from_secs(1);

/// The first wait after a refused log-in: servers lock accounts that try too often.
const REFUSED: Duration = Duration::from_secs(30);

/// The longest wait, before it is spread.
const LONGEST: Duration = Duration::from_mins(5);

/// The wait before the next try, when `faults` went before this one. It doubles each time; the mailbox' name spreads it
/// between three quarters and five quarters, so that the mailboxes of one server do not all return at the same moment.
#[must_use]
pub fn delay(faults: u32, mailbox: &str, refused: bool) -> Duration {
    let first = if refused { REFUSED } else { FIRST };
    let doubled = first.saturating_mul(1_u32.checked_shl(faults.min(16)).unwrap_or(u32::MAX));
    let mut hasher = DefaultHasher::new();
    (mailbox, faults).hash(&mut hasher);
    let spread = u32::try_from(hasher.finish() % 51).unwrap_or(0);
    doubled.min(LONGEST) * (75 + spread) / 100
}
