//! Removes files that no row names: of refused requests, of mails that were never decided on, and half-written ones.

use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::{
    blobs::{GROUPS, Kind, Stored},
    engine::Engine,
    error::{Error, Result},
    policy,
    store::{Work, blobs::named, named_values},
};

const DAY: Duration = Duration::from_hours(24);

/// When the last sweep by itself began.
const LAST: &str = "blobs.swept";

/// What is to be swept.
#[derive(Debug, Clone, Copy)]
pub struct SweepBlobs {
    /// How long a file of a comment must not have been written: an upload under way has written its files just now.
    pub files_older_than: Duration,
    /// The same for a mail as it came.
    pub mails_older_than: Duration,
    /// Whether files are only told of.
    pub dry_run: bool,
}

impl SweepBlobs {
    /// No sweep removes what is younger: a file is stored before the row that names it, which may be on its way.
    pub const LEAST_AGE: Duration = Duration::from_hours(1);
}

/// What a sweep found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Swept {
    /// How many files.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
}

impl Engine {
    /// Removes every file that no row names and that was not written for as long as `asked` says, and at least for
    /// [`SweepBlobs::LEAST_AGE`]; `found` is called with the place and the size of each. May run beside everything else, and on several nodes at once.
    ///
    /// # Errors
    /// Internal, when the database or the blob store fails; what was removed until then stays removed.
    pub async fn sweep_blobs(
        &self,
        asked: SweepBlobs,
        mut found: impl FnMut(&str, u64) + Send,
    ) -> Result<Swept> {
        let mut swept = Swept::default();
        for (kind, age) in [(Kind::Attachment, asked.files_older_than), (Kind::Mail, asked.mails_older_than)]
        {
            let age = age.max(SweepBlobs::LEAST_AGE);
            let before = self.now() - chrono::Duration::from_std(age).map_err(Error::internal)?;
            for group in 0..=GROUPS {
                for stored in self.unnamed(kind, group, before).await? {
                    if asked.dry_run || self.blobs().remove(&stored).await? {
                        found(&stored.place(), stored.size);
                        swept.files += 1;
                        swept.bytes += stored.size;
                    }
                }
            }
        }
        Ok(swept)
    }

    /// Sweeps by itself once a day, on whichever node asks first; `None`: it is not time yet. A raw mail is left for a
    /// month: after the restore of an older backup it may be all that is left of a message.
    ///
    /// # Errors
    /// As [`Engine::sweep_blobs`].
    pub async fn sweep_blobs_if_due(&self) -> Result<Option<Swept>> {
        let last = named_values::get(self.database().ro(), LAST).await?;
        let last = last.and_then(|value| value.parse::<DateTime<Utc>>().ok());
        if last.is_some_and(|last| last <= self.now() && self.now() < last + DAY) {
            return Ok(None);
        }
        let work = Work::begin(self).await?;
        named_values::put(&work, LAST, work.now().to_rfc3339()).await?;
        work.commit(policy::housekeeping(), Vec::new()).await?;
        let usual = SweepBlobs { files_older_than: DAY, mails_older_than: 30 * DAY, dry_run: false };
        self.sweep_blobs(usual, |_, _| ()).await.map(Some)
    }

    /// What nobody names in one group of files, and was written before that time.
    async fn unnamed(&self, kind: Kind, group: u8, before: DateTime<Utc>) -> Result<Vec<Stored>> {
        let mut stored = self.blobs().stored(kind, group).await?;
        stored.retain(|stored| stored.written < before);
        let whole: Vec<String> =
            stored.iter().filter(|stored| stored.is_whole()).map(|stored| stored.name.clone()).collect();
        let named = named(self.database().ro(), kind, &whole).await?;
        stored.retain(|stored| !named.contains(&stored.name));
        Ok(stored)
    }
}
