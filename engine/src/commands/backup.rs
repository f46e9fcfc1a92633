//! Takes a backup of a running system: the database first, the files after it.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{
    engine::Engine,
    error::{Error, Result},
    private,
};

/// What a backup holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BackedUp {
    /// How many attachments and raw mails were copied.
    pub files: u64,
}

/// Where a backup could not be written.
#[derive(Debug, thiserror::Error)]
#[error("no backup can be written to {place}")]
struct Unwritten {
    place: String,
    #[source]
    source: Error,
}

impl Engine {
    /// Writes `schalter.db` and `blobs/` into `directory`, which must not be there yet. Bytes are written before the rows that
    /// name them and are never changed, so every file that the copied rows name is copied too. The directory gets its name
    /// when all is in it: until then it is `….partial`, which a failure removes and an end of the process leaves behind.
    ///
    /// # Errors
    /// `BadInput` on PostgreSQL, which has tools of its own for this; internal, when something cannot be copied.
    pub async fn backup_to(&self, directory: &Path) -> Result<BackedUp> {
        if self.database().is_postgres() {
            let message = "The database is PostgreSQL. Back it up with pg_dump.";
            return Err(Error::bad("directory", "backup-postgres", message));
        }
        if directory.exists() {
            let message = format!("{} already exists. Use a new directory.", directory.display());
            return Err(Error::bad("directory", "backup-exists", message));
        }
        let partial = partial(directory);
        if partial.exists() {
            let message = format!(
                "{} is left over from an interrupted backup. Remove it or use another directory.",
                partial.display()
            );
            return Err(Error::bad("directory", "backup-partial", message));
        }
        let copied = self.copy_into(&partial).await;
        let named = copied
            .and_then(|copied| fs::rename(&partial, directory).map(|()| copied).map_err(Error::internal))
            .map_err(|source| Error::internal(Unwritten { place: directory.display().to_string(), source }));
        if named.is_err() {
            // What went wrong is what is told; a directory that stays says in its name that it is no backup.
            let _stays = fs::remove_dir_all(&partial);
        }
        named
    }

    async fn copy_into(&self, directory: &Path) -> Result<BackedUp> {
        private::directory(directory).map_err(Error::internal)?;
        let copy = directory.join("schalter.db");
        private::file(&copy).map_err(Error::internal)?;
        self.database().snapshot(&copy).await?;
        let files = self.blobs().copy_to(directory.join("blobs")).await?;
        Ok(BackedUp { files })
    }
}

/// Where a backup is until it is whole.
fn partial(directory: &Path) -> PathBuf {
    let mut name = directory.as_os_str().to_owned();
    name.push(".partial");
    PathBuf::from(name)
}
