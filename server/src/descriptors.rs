//! How many files and connections this process may hold open.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tracing::{debug, warn};

/// More would only make the system's tables larger.
const MOST: u64 = 1 << 20;

/// Raises the limit as far as the system lets us without being asked for leave (the soft limit, often 1024, to the hard
/// one), and answers it.
pub(crate) fn raise() -> usize {
    let found = getrlimit(Resource::Nofile);
    let wanted = found.maximum.unwrap_or(MOST).min(MOST);
    let current = found.current.unwrap_or(MOST);
    if current < wanted {
        let raised = Rlimit { current: Some(wanted), ..found };
        if let Err(error) = setrlimit(Resource::Nofile, raised) {
            warn!(%error, current, wanted, "cannot raise the limit of open files");
        }
    }
    let now = getrlimit(Resource::Nofile).current.unwrap_or(MOST).min(MOST);
    debug!(before = current, now, "limit of open files");
    usize::try_from(now).unwrap_or(usize::MAX)
}
