//! Who was recognised a moment ago, so that not every request asks PostgreSQL first who is asking.
//!
//! What is remembered holds for a second at most, and only while the node hears of changes of rights (`journal/listen.rs`):
//! those by other nodes and processes are told by triggers and forget everything here; a commit on this node that may change
//! somebody's rights does so before it is answered. On SQLite asking costs less than remembering would, and nobody tells: there
//! nothing is remembered.

use std::{
    num::NonZeroUsize,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use lru::LruCache;

use super::logins::{Known, Recognised};

/// How long it holds if nobody tells of a change.
const HOLDS: Duration = Duration::from_secs(1);

/// How many are remembered.
const MOST: NonZeroUsize = NonZeroUsize::MIN.saturating_add(4095);

/// When something was asked: what was changed since then is not in the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Asked {
    at: Instant,
    changes: u64,
}

/// Who was recognised by what, and when that was asked.
#[derive(Debug)]
pub(crate) struct Remembered {
    known: Mutex<LruCache<Known, (Asked, Recognised)>>,
    /// How often rights may have changed.
    changes: AtomicU64,
    /// Whether changes by others are heard.
    hears: AtomicBool,
}

impl Default for Remembered {
    fn default() -> Self {
        Self {
            known: Mutex::new(LruCache::new(MOST)),
            changes: AtomicU64::new(0),
            hears: AtomicBool::new(false),
        }
    }
}

impl Remembered {
    /// Somebody's rights may have changed, or their log-in may have ended.
    pub(crate) fn forget(&self) {
        self.changes.fetch_add(1, Ordering::SeqCst);
    }

    /// Whether changes by others are heard from now on. What happened before that is not known.
    pub(crate) fn hears(&self, hears: bool) {
        self.forget();
        self.hears.store(hears, Ordering::SeqCst);
    }

    /// To be taken before asking; `None`: nothing is remembered at present.
    pub(crate) fn asking(&self) -> Option<Asked> {
        let hears = self.hears.load(Ordering::SeqCst);
        hears.then(|| Asked { at: Instant::now(), changes: self.changes.load(Ordering::SeqCst) })
    }

    /// Who it was, if that still holds.
    pub(crate) fn recall(&self, known: &Known, now: Asked) -> Option<Recognised> {
        let mut remembered = self.lock();
        let (asked, found) = remembered.get(known)?;
        let holds = asked.changes == now.changes && now.at.duration_since(asked.at) < HOLDS;
        holds.then(|| found.clone())
    }

    /// Remembers who it was when it was asked.
    pub(crate) fn keep(&self, known: &Known, asked: Asked, found: &Recognised) {
        self.lock().put(known.clone(), (asked, found.clone()));
    }

    fn lock(&self) -> MutexGuard<'_, LruCache<Known, (Asked, Recognised)>> {
        // Whoever panicked while they held it left it whole.
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::*;

    fn known(hash: &str) -> Known {
        Known::SessionHash(hash.to_owned())
    }

    #[test]
    fn it_holds_until_somebody_tells_of_a_change_and_no_longer_than_a_second() {
        let remembered = Remembered::default();
        assert_eq!(remembered.asking(), None, "nobody would tell");
        remembered.hears(true);
        let asked = remembered.asking().unwrap();
        remembered.keep(&known("a"), asked, &Recognised::default());
        assert!(remembered.recall(&known("a"), remembered.asking().unwrap()).is_some());
        assert!(remembered.recall(&known("b"), remembered.asking().unwrap()).is_none());
        let late = Asked { at: asked.at + HOLDS, ..asked };
        assert!(remembered.recall(&known("a"), late).is_none());
        remembered.forget();
        assert!(remembered.recall(&known("a"), remembered.asking().unwrap()).is_none());
        remembered.keep(&known("a"), asked, &Recognised::default());
        let after = remembered.asking().unwrap();
        assert!(remembered.recall(&known("a"), after).is_none(), "it was asked before the change");
        remembered.hears(false);
        assert_eq!(remembered.asking(), None);
    }
}
