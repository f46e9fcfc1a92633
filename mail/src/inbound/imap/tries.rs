//! What is known of the mails of a folder beyond one look into it: over which the server failed, and what is still to be done.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use super::{Error, MailboxConfig, wait};

/// What is known of the mails of a folder from sessions that failed over one of them, and outlives those.
#[derive(Debug, Default)]
pub(super) struct Tries {
    /// Mails that could not be downloaded, and how often that failed.
    pub(super) failed: BTreeMap<u32, u32>,
    /// Mails that are done, although one before them is not, or the place in the folder is unknown.
    pub(super) done: BTreeSet<u32>,
    /// Mails that are done, and were not flagged since the line broke.
    pub(super) unflagged: BTreeSet<u32>,
    /// Mails that are done, and still to be moved or deleted.
    pub(super) unfiled: BTreeSet<u32>,
    /// Since when the server refuses to move or delete mails, and when it is asked again.
    pub(super) stuck: Option<Stuck>,
    /// The last mail of the folder when all of it was taken in although its place could not be noted; 0: it was not.
    pub(super) settled: u32,
    /// Whether the server fails over the size of some mail when it lists them: then it is asked for the size of each.
    pub(super) sizeless: bool,
    /// To which life of the folder these UIDs belong.
    pub(super) uid_validity: u32,
}

/// That the server refuses to move or delete mails.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stuck {
    /// How often it did, one time after the other.
    faults: u32,
    /// When it is asked again.
    again: Instant,
}

impl Tries {
    /// How long the server is not asked again to move or delete mails; `None`: there is nothing that it has refused.
    pub(super) fn pause_of_filing(&self) -> Option<Duration> {
        self.stuck.map(|stuck| stuck.again.saturating_duration_since(Instant::now()))
    }

    /// Asks it again at the next look.
    pub(super) fn file_again(&mut self) {
        if let Some(stuck) = &mut self.stuck {
            stuck.again = Instant::now();
        }
    }

    /// Notes that it has refused once more, and waits longer before it is asked again.
    pub(super) fn refused(&mut self, error: &Error, config: &MailboxConfig) {
        let mut faults = self.stuck.map_or(0, |stuck| stuck.faults);
        let pause = wait(error, config, &mut faults);
        self.stuck = Some(Stuck { faults, again: Instant::now() + pause });
    }

    /// How often a mail could not be downloaded.
    pub(super) fn of(&self, uid: u32) -> u32 {
        self.failed.get(&uid).copied().unwrap_or(0)
    }
}
