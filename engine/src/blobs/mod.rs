//! Files and raw mails, outside of the database: addressed by the SHA-256 of their bytes, in a directory or an S3 bucket.
//!
//! Two names exist for each address, `attachments/ab/cd/<sha256>` and `mails/ab/cd/<sha256>`, so that either kind can be
//! backed up or kept for a time of its own. Writing comes before the database's commit: a row never points to bytes that
//! are not there; bytes without a row are swept later (`stored`), by the time of their last writing. What a request brings
//! waits in `crate::spool` until it is known that it may be kept. Deliberately absent: encryption, which is the store's affair.

mod copy;
mod digest;
mod open;
mod standing;
mod stored;
mod stream;

use std::{path::PathBuf, sync::Arc};

use bytes::Bytes;
use object_store::{ObjectStore, ObjectStoreExt, PutMode, PutOptions, PutPayload, path::Path};

use digest::Damaged;
pub(crate) use digest::hex;
pub use digest::sha256_hex;
pub(crate) use stored::{GROUPS, Stored};
pub use stream::ByteStream;

use crate::error::{Error, Result};

/// Which of the two stores.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A file of a comment.
    Attachment,
    /// A mail as it came.
    Mail,
}

/// The directory beside them for files that are on their way.
const INCOMING: &str = "incoming";

impl Kind {
    const fn directory(self) -> &'static str {
        match self {
            Self::Attachment => "attachments",
            Self::Mail => "mails",
        }
    }
}

/// A file as a call has made it, where there was none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Written {
    /// The store's name for this very writing.
    tag: String,
}

/// The store of bytes. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Blobs {
    store: Arc<dyn ObjectStore>,
    prefix: Path,
    /// The directory, if it is one.
    root: Option<PathBuf>,
}

impl Blobs {
    /// Where files may lie on their way in: on the same disk as the others, if those lie on one.
    pub(crate) fn incoming(&self) -> PathBuf {
        match &self.root {
            Some(directory) => directory.join(INCOMING),
            None => std::env::temp_dir().join("schalter-incoming"),
        }
    }

    /// Keeps `bytes` and answers their SHA-256. When it returns they survive a loss of power. The same bytes twice are
    /// kept once.
    ///
    /// # Errors
    /// Unavailable, when the store cannot be written.
    pub async fn put(&self, kind: Kind, bytes: Bytes) -> Result<String> {
        let sha256 = sha256_hex(&bytes);
        let _made = self.put_as(kind, &sha256, bytes).await?;
        Ok(sha256)
    }

    /// As [`Self::put`], for a file of a comment whose SHA-256 the caller has already. `None`: it was there.
    pub(crate) async fn put_attachment(&self, sha256: &str, bytes: Bytes) -> Result<Option<Written>> {
        self.put_as(Kind::Attachment, sha256, bytes).await
    }

    async fn put_as(&self, kind: Kind, sha256: &str, bytes: Bytes) -> Result<Option<Written>> {
        self.require(kind).await?;
        let path = self.path(kind, sha256)?;
        let create = PutOptions::from(PutMode::Create);
        match self.store.put_opts(&path, PutPayload::from(bytes.clone()), create).await {
            Ok(made) => Ok(made.e_tag.map(|tag| Written { tag })),
            // Whoever wrote it first may not have come to the end yet, or a disk may have damaged it since: the same
            // bytes once more make it durable, whole and new, so that no sweep takes it for a left-over. The second error is that of a
            // store that knows no condition.
            Err(object_store::Error::AlreadyExists { .. } | object_store::Error::NotImplemented { .. }) => {
                self.store.put(&path, PutPayload::from(bytes)).await?;
                Ok(None)
            }
            Err(other) => Err(other.into()),
        }
    }

    /// The bytes of an address, checked against it; `None` when they are not there (any more).
    ///
    /// # Errors
    /// Internal, when the store cannot be read or the bytes are damaged; unavailable, when its directory is missing.
    pub async fn get(&self, kind: Kind, sha256: &str) -> Result<Option<Bytes>> {
        let path = self.path(kind, sha256)?;
        let bytes = match self.store.get(&path).await {
            Ok(found) => found.bytes().await?,
            Err(object_store::Error::NotFound { .. }) => return self.absent(kind, None).await,
            Err(other) => return Err(other.into()),
        };
        if sha256_hex(&bytes) == sha256 {
            Ok(Some(bytes))
        } else {
            Err(Error::internal(Damaged { path: path.to_string() }))
        }
    }

    /// Removes the bytes of an address for good; answers whether there were any.
    ///
    /// # Errors
    /// Unavailable, when the store cannot be written.
    pub async fn delete(&self, kind: Kind, sha256: &str) -> Result<bool> {
        match self.store.delete(&self.path(kind, sha256)?).await {
            Ok(()) => Ok(true),
            Err(object_store::Error::NotFound { .. }) => self.absent(kind, false).await,
            Err(other) => Err(other.into()),
        }
    }

    /// Whether there is a file at an address.
    ///
    /// # Errors
    /// Internal, when the store cannot be read; unavailable, when its directory is missing.
    pub(crate) async fn holds(&self, kind: Kind, sha256: &str) -> Result<bool> {
        match self.store.head(&self.path(kind, sha256)?).await {
            Ok(_) => Ok(true),
            Err(object_store::Error::NotFound { .. }) => self.absent(kind, false).await,
            Err(other) => Err(other.into()),
        }
    }

    /// Tries whether the store can be written, with these bytes under a name that belongs to nothing.
    ///
    /// # Errors
    /// Unavailable, when it cannot.
    pub(crate) async fn try_write(&self, bytes: &[u8]) -> Result<()> {
        self.require_all().await?;
        let path = self.prefix.clone().join(sha256_hex(bytes));
        self.store.put(&path, PutPayload::from(bytes.to_vec())).await?;
        Ok(self.store.delete(&path).await?)
    }

    fn path(&self, kind: Kind, sha256: &str) -> Result<Path> {
        let (first, second) = digest::fan_out(sha256).map_err(Error::internal)?;
        let parts = [kind.directory(), first, second, sha256];
        Ok(parts.into_iter().fold(self.prefix.clone(), Path::join))
    }
}
