//! Erases what redactions left to be erased after their commit: files, raw mails, and old pages of SQLite's file.

use crate::{
    blobs::Kind,
    engine::Engine,
    error::{Causes, Result},
    policy,
    store::{
        Work,
        blobs::{hold_still, named},
        erasures::{self, Erased},
    },
};

/// A SQLite file up to this size is rewritten at once, a larger one by the next pass of the timers: it takes about a
/// second for each hundred megabytes.
const AT_ONCE: u64 = 512 * 1024 * 1024;

impl Engine {
    /// Erases what is due after a redaction. What cannot be erased now is tried again by the timers.
    pub(crate) async fn erase_due(&self) {
        if self.is_inside() {
            // Nothing is redacted before the host commits; the timers erase it then.
            return;
        }
        if let Err(error) = self.erase(AT_ONCE).await {
            tracing::warn!(
                error = %Causes(&error),
                "what was redacted is not erased everywhere yet"
            );
        }
    }

    /// Erases everything that is due, however long it takes.
    pub(crate) async fn erase_everything_due(&self) -> Result<()> {
        if self.is_inside() { Ok(()) } else { self.erase(u64::MAX).await }
    }

    /// Erases a file, unless another comment holds it, or is about to.
    async fn erase_blob(&self, kind: Kind, name: &str) -> Result<()> {
        let work = Work::begin(self).await?;
        // Many mails go at once when they are no longer kept; comments with files must not wait for those.
        if kind == Kind::Attachment {
            hold_still(work.tx()).await?;
        }
        if named(work.tx(), kind, &[name.to_owned()]).await?.is_empty() {
            self.blobs().delete(kind, name).await?;
        }
        work.commit(policy::housekeeping(), Vec::new()).await
    }

    async fn erase(&self, at_most: u64) -> Result<()> {
        let due = erasures::due(self.database().ro()).await?;
        let (mut pages, mut done) = (false, Vec::new());
        for row in &due {
            match Erased::parse(&row.kind) {
                Some(Erased::Blob(kind)) => self.erase_blob(kind, &row.name).await?,
                Some(Erased::Pages) => pages = true,
                None => continue,
            }
            done.push(row.id);
        }
        if pages && self.database().size().await? > at_most {
            done.retain(|id| due.iter().all(|row| row.id != *id || row.kind != "PAGES"));
            pages = false;
        }
        if pages {
            self.database().scrub().await?;
        }
        if done.is_empty() {
            return Ok(());
        }
        let work = Work::begin(self).await?;
        erasures::done(&work, done).await?;
        work.commit(policy::housekeeping(), Vec::new()).await
    }
}
