//! Copies everything in the store into a directory, for a backup.

use std::{path::PathBuf, sync::Arc};

use futures::TryStreamExt as _;
use object_store::{
    ObjectStore as _, ObjectStoreExt as _, PutPayload, WriteMultipart, local::LocalFileSystem, path::Path,
};

use super::{Blobs, Kind};
use crate::{
    error::{Error, Result},
    private,
};

/// How much of a large file is held at once.
const PIECE: usize = 1024 * 1024;

impl Blobs {
    /// Copies every file and mail under its own name, and answers how many there were. What is written meanwhile may or
    /// may not be among them; what was there at the beginning is, unless it was removed for good.
    pub(crate) async fn copy_to(&self, directory: PathBuf) -> Result<u64> {
        self.require_all().await?;
        // Also those in which nothing lies: without them a restored copy would pass for one that is not mounted.
        for kind in [Kind::Attachment, Kind::Mail] {
            private::directory(&directory.join(kind.directory())).map_err(Error::internal)?;
        }
        let copy = LocalFileSystem::new_with_prefix(directory)?.with_fsync(true);
        let store = Arc::clone(&self.store);
        let mut found = store.list(Some(&self.prefix));
        let mut copied = 0;
        while let Some(one) = found.try_next().await? {
            let found = match self.store.get(&one.location).await {
                Ok(found) => found,
                // Removed since it was listed, on purpose: the copy must not keep it either.
                Err(object_store::Error::NotFound { .. }) => continue,
                Err(other) => return Err(other.into()),
            };
            let to = self.name_of(&one.location);
            if found.meta.size <= PIECE as u64 {
                copy.put(&to, PutPayload::from(found.bytes().await?)).await?;
            } else {
                let mut writing = WriteMultipart::new_with_chunk_size(copy.put_multipart(&to).await?, PIECE);
                let mut pieces = found.into_stream();
                while let Some(piece) = pieces.try_next().await? {
                    writing.wait_for_capacity(1).await?;
                    writing.put(piece);
                }
                writing.finish().await?;
            }
            copied += 1;
        }
        Ok(copied)
    }

    /// The name below the prefix.
    fn name_of(&self, location: &Path) -> Path {
        location.prefix_match(&self.prefix).map_or_else(|| location.clone(), Path::from_iter)
    }
}
