//! Whether the directory of the files is still there: it is made when a server starts, and never again while one runs. What
//! was written into a new one, because the disk of the other is not mounted any more, would be lost from sight with its return.

use std::{io, path::PathBuf};

use super::{Blobs, Kind, open::shown};
use crate::error::{Error, Result};

/// The directory is not there any more.
#[derive(Debug, thiserror::Error)]
#[error("the directory {} for files is missing; is its disk mounted?", shown(.0))]
struct Missing(PathBuf);

impl Blobs {
    /// Refuses while the directory of a kind is missing.
    ///
    /// # Errors
    /// Unavailable, when it is, or cannot be looked at.
    pub(crate) async fn require(&self, kind: Kind) -> Result<()> {
        let Some(root) = &self.root else { return Ok(()) };
        let directory = root.join(kind.directory());
        match tokio::fs::metadata(&directory).await {
            Ok(found) if found.is_dir() => Ok(()),
            Err(error) if !matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                Err(Error::unavailable(error))
            }
            Ok(_) | Err(_) => Err(Error::unavailable(Missing(directory))),
        }
    }

    /// The same for all kinds.
    ///
    /// # Errors
    /// As [`Self::require`].
    pub(crate) async fn require_all(&self) -> Result<()> {
        self.require(Kind::Attachment).await?;
        self.require(Kind::Mail).await
    }

    /// `absent`, once it is known that a file alone is not there, and not all of them.
    ///
    /// # Errors
    /// As [`Self::require`].
    pub(super) async fn absent<T>(&self, kind: Kind, absent: T) -> Result<T> {
        self.require(kind).await?;
        Ok(absent)
    }
}
