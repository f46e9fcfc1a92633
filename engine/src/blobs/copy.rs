//! Copies everything in the store into a directory, for a backup.

use std::{path::PathBuf, sync::Arc};

use futures::TryStreamExt as _;
use object_store::{ObjectStore as _, ObjectStoreExt as _, PutPayload, local::LocalFileSystem, path::Path};

use super::Blobs;
use crate::{
    error::{Error, Result},
    private,
};

impl Blobs {
    /// Copies every file and mail under its own name, and answers how many there were. What is written meanwhile may or
    /// may not be among them; what was there at the beginning is, unless it was removed for good.
    pub(crate) async fn copy_to(&self, directory: PathBuf) -> Result<u64> {
        private::directory(&directory).map_err(Error::internal)?;
        let copy = LocalFileSystem::new_with_prefix(directory)?.with_fsync(true);
        let store = Arc::clone(&self.store);
        let mut found = store.list(Some(&self.prefix));
        let mut copied = 0;
        while let Some(one) = found.try_next().await? {
            let bytes = match self.store.get(&one.location).await {
                Ok(found) => found.bytes().await?,
                // Removed since it was listed, on purpose: the copy must not keep it either.
                Err(object_store::Error::NotFound { .. }) => continue,
                Err(other) => return Err(other.into()),
            };
            copy.put(&self.name_of(&one.location), PutPayload::from(bytes)).await?;
            copied += 1;
        }
        Ok(copied)
    }

    /// The name below the prefix.
    fn name_of(&self, location: &Path) -> Path {
        location.prefix_match(&self.prefix).map_or_else(|| location.clone(), Path::from_iter)
    }
}
