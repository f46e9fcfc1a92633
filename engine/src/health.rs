//! Whether this node can do its work: the database answers, and what is written is kept.

use std::{
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use crate::{
    blobs::hex,
    engine::Engine,
    error::Result,
    faults, policy,
    store::{Work, named_values},
};

/// A commit this recent proves that writes are kept.
const RECENT: Duration = Duration::from_secs(1);

/// How many random bytes are written after a failure: about what a ticket with its index entries needs, so that a last
/// free page does not pass for room.
const LARGE: usize = 96 * 1024;

/// The row that is written to try whether it is kept.
const KEY: &str = "health.probe";

/// What this node knows of its own writes.
#[derive(Debug, Default)]
pub(crate) struct Health {
    last_commit: Mutex<Option<Instant>>,
    /// How many failures of storage were known when a write was last proved to be kept in spite of them.
    overcome: AtomicU64,
    /// One trial at a time, however many ask.
    trial: tokio::sync::Mutex<()>,
}

impl Health {
    /// Notes that a transaction was committed.
    pub(crate) fn committed(&self) {
        *self.last_commit.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
    }

    fn committed_recently(&self) -> bool {
        let last = *self.last_commit.lock().unwrap_or_else(PoisonError::into_inner);
        last.is_some_and(|last| last.elapsed() < RECENT)
    }

    /// Whether storage failed and no write has proved since that it works again.
    fn is_in_doubt(&self) -> bool {
        faults::count() != self.overcome.load(Ordering::Relaxed)
    }
}

impl Engine {
    /// Asks the database whether it answers and, unless a transaction was committed a moment ago, tries whether a write
    /// is kept. After a failure of the database or the blob store both are tried with as much as a ticket needs. The directory
    /// of the files must be there.
    ///
    /// # Errors
    /// [`Error::Unavailable`](crate::Error::Unavailable) when reading or writing does not work at the moment.
    pub async fn ready(&self) -> Result<()> {
        self.available(async {
            self.database().ro().ping().await?;
            self.files_are_there().await?;
            let health = self.health();
            let _one = health.trial.lock().await;
            if health.is_in_doubt() {
                let known = faults::count();
                self.blobs().try_write(&random(self, LARGE)?).await?;
                self.try_write(hex(&random(self, LARGE)?)).await?;
                self.try_write(String::new()).await?;
                health.overcome.store(known, Ordering::Relaxed);
            } else if self.database().is_held() || !health.committed_recently() {
                self.try_write(String::new()).await?;
            }
            Ok(())
        })
        .await
    }

    /// Looks whether the directory of the files is there; a disk may not be mounted any more.
    ///
    /// # Errors
    /// [`Error::Unavailable`](crate::Error::Unavailable) when it is not, with its path in the cause.
    pub async fn files_are_there(&self) -> Result<()> {
        self.blobs().require_all().await
    }

    /// Runs a call for somebody who waits, and ends it when the database server is away instead of waiting with it.
    ///
    /// What it may have been writing is then unknown, as with any connection that breaks: it was either kept as a whole
    /// or not at all, and nobody was told that it was.
    ///
    /// # Errors
    /// The call's own, and [`Error::Unavailable`](crate::Error::Unavailable) within two seconds when the server does
    /// not answer.
    pub fn available<T>(&self, call: impl Future<Output = Result<T>>) -> impl Future<Output = Result<T>> {
        // Boxed at once, so that whoever waits need not have room for the whole call.
        let call = Box::pin(call);
        async move { self.database().liveness().guard(call).await }
    }

    async fn try_write(&self, value: String) -> Result<()> {
        let work = Work::begin(self).await?;
        named_values::put(&work, KEY, value).await?;
        work.commit(policy::housekeeping(), Vec::new()).await
    }
}

/// Bytes that no database can compress.
fn random(engine: &Engine, size: usize) -> Result<Vec<u8>> {
    let mut bytes = vec![0; size];
    engine.rng().fill(&mut bytes)?;
    Ok(bytes)
}
