//! Notices that another process holds an SQLite file for longer than a moment, such as one that was stopped in the middle
//! of a write, so that nobody waits for it one after the other.

use std::{sync::Arc, time::Duration};

use sea_orm::DbErr;
use tokio::{sync::watch, time::timeout};

use super::sqlite::is_busy;

/// How long whoever waits goes on waiting, once somebody could not begin.
const LASTS: Duration = Duration::from_millis(500);

/// Whether the file is held, shared by all who write.
#[derive(Debug, Clone)]
pub(super) struct Held(Arc<watch::Sender<bool>>);

impl Default for Held {
    fn default() -> Self {
        Self(Arc::new(watch::channel(false).0))
    }
}

impl Held {
    /// Notes how a try to begin went; what has nothing to do with others says nothing.
    pub(super) fn note(&self, begun: Result<(), &DbErr>) {
        let held = match begun {
            Ok(()) => false,
            Err(error) if is_busy(error) => true,
            Err(_) => return,
        };
        self.0.send_if_modified(|known| std::mem::replace(known, held) != held);
    }

    /// What was noted last.
    pub(super) fn is_held(&self) -> bool {
        *self.0.borrow()
    }

    /// Waits until the file has been held for a while.
    pub(super) async fn lasts(&self) {
        let mut held = self.0.subscribe();
        loop {
            // The sender lives as long as this.
            let _held = held.wait_for(|held| *held).await.map(drop);
            if timeout(LASTS, held.wait_for(|held| !*held)).await.is_err() {
                return;
            }
        }
    }
}
