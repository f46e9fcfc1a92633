//! Tells the other nodes on PostgreSQL that the journal grew, once it has.
//!
//! Not in the transaction that writes: PostgreSQL lets transactions that notify commit one after the other, each waiting for
//! the disk of the one before (`PreCommit_Notify` in its `async.c`), so that a busy node would commit one at a time. What is
//! told here is told once for all that was committed meanwhile. Whoever must miss nothing looks from time to time as well:
//! see `listen`.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use tokio::sync::watch;

use crate::{
    engine::Engine,
    error::{Causes, Result},
    store::{Database, journal},
};

/// How long the end of a node waits to tell the others.
const PATIENCE: Duration = Duration::from_millis(500);

/// How much this node has to tell, and has told.
#[derive(Debug)]
pub(crate) struct Announcer {
    written: watch::Sender<u64>,
    told: AtomicU64,
}

impl Default for Announcer {
    fn default() -> Self {
        Self { written: watch::channel(0).0, told: AtomicU64::new(0) }
    }
}

impl Announcer {
    /// There is something new.
    pub(crate) fn mark(&self) {
        self.written.send_modify(|count| *count = count.wrapping_add(1));
    }

    /// Tells what was not told yet.
    async fn announce(&self, database: &Database, node: &str) -> Result<()> {
        let written = *self.written.borrow();
        if self.told.swap(written, Ordering::Relaxed) == written {
            return Ok(());
        }
        journal::tell(database, node).await
    }
}

impl Engine {
    /// Starts the task that tells. It ends with the engine.
    pub(crate) fn start_announcing(&self) {
        if !self.database().is_postgres() {
            return;
        }
        let (database, tail, node) = (self.database().clone(), Arc::clone(self.tail()), self.node());
        let (mut written, mut closing) = (tail.announcer().written.subscribe(), self.closing());
        tokio::spawn(async move {
            let telling = async {
                while written.changed().await.is_ok() {
                    if let Err(error) = tail.announcer().announce(&database, &node).await {
                        // They look by themselves, a little later.
                        tracing::debug!(error = %Causes(&error), "cannot tell the other nodes of new events");
                    }
                }
            };
            tokio::select! {
                () = telling => {}
                // Also when the engine is dropped without being closed.
                _ = closing.wait_for(|closing| *closing) => {}
            }
        });
    }

    /// Tells what the task has not, before the connections are closed.
    pub(crate) async fn announce_rest(&self) {
        if !self.database().is_postgres() {
            return;
        }
        let node = self.node();
        let told = self.tail().announcer().announce(self.database(), &node);
        if !matches!(tokio::time::timeout(PATIENCE, told).await, Ok(Ok(()))) {
            tracing::debug!("cannot tell the other nodes of the last events");
        }
    }
}
