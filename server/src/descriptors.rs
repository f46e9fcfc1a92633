//! How many files and connections this process may hold open.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tracing::{debug, warn};

use crate::failure::Failure;

/// More would only make the system's tables larger.
const MOST: u64 = 1 << 20;

/// How many there may be at once.
pub(crate) fn most() -> usize {
    let now = getrlimit(Resource::Nofile).current.unwrap_or(MOST).min(MOST);
    usize::try_from(now).unwrap_or(usize::MAX)
}

/// Raises the limit as far as the system lets us without being asked for leave (the soft limit, often 1024, to the hard
/// one).
///
/// # Errors
/// When it then is below `least`.
pub(crate) fn raise(least: usize) -> Result<(), Failure> {
    let found = getrlimit(Resource::Nofile);
    let wanted = found.maximum.unwrap_or(MOST).min(MOST);
    let current = found.current.unwrap_or(MOST);
    if current < wanted {
        let raised = Rlimit { current: Some(wanted), ..found };
        if let Err(error) = setrlimit(Resource::Nofile, raised) {
            warn!(%error, current, wanted, "cannot raise the limit of open files");
        }
    }
    let now = most();
    debug!(before = current, now, "limit of open files");
    if now < least {
        return Err(Failure::Refused(format!(
            "this process can open {now} files; at least {least} are needed (ulimit -n, or LimitNOFILE= of the service)"
        )));
    }
    Ok(())
}
