//! Takes a backup of a running system: the database first, the files after it.

use std::path::Path;

use sea_orm::DbBackend;

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

impl Engine {
    /// Writes `schalter.db` and `blobs/` into `directory`, which is created. Bytes are written before the rows that name
    /// them and are never changed, so every file that the copied rows name is copied too.
    ///
    /// # Errors
    /// `BadInput` on PostgreSQL, which has tools of its own for this; internal, when something cannot be copied.
    pub async fn backup_to(&self, directory: &Path) -> Result<BackedUp> {
        if self.database().backend() != DbBackend::Sqlite {
            let message = "The database is PostgreSQL; take its backup with pg_dump.";
            return Err(Error::bad("directory", "backup-postgres", message));
        }
        private::directory(directory).map_err(Error::internal)?;
        let copy = directory.join("schalter.db");
        private::file(&copy).map_err(Error::internal)?;
        self.database().snapshot(&copy).await?;
        let files = self.blobs().copy_to(directory.join("blobs")).await?;
        Ok(BackedUp { files })
    }
}
