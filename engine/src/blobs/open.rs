//! Opens the store that a URL names.

use std::{path::PathBuf, sync::Arc};

use object_store::{local::LocalFileSystem, path::Path};

use super::Blobs;
use crate::error::{Error, Result};

/// Why a store cannot be opened.
#[derive(Debug, thiserror::Error)]
pub(super) enum CannotOpen {
    /// It is none of the addresses that are known.
    #[error("{0:?} is no address for blobs: use file://path/to/directory or s3://bucket/prefix")]
    Address(String),
    /// The directory cannot be made.
    #[error("cannot make the directory {path:?} for blobs")]
    Directory {
        /// Which directory.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: std::io::Error,
    },
    /// This program was built without S3.
    #[cfg(not(feature = "s3"))]
    #[error(
        "{0:?}: this program was built without S3; build it with the feature `s3`, or use file://path/to/directory"
    )]
    NoS3(String),
}

impl Blobs {
    /// Opens `file://path/to/directory`, relative to the working directory unless a third slash makes it absolute, or
    /// `s3://bucket/prefix?endpoint=https://host&region=name` (both parameters may be left out; keys come from the
    /// usual variables, `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`).
    ///
    /// # Errors
    /// Internal, when it is no such address, or the store cannot be opened.
    pub async fn open(url: &str) -> Result<Self> {
        if let Some(directory) = url.strip_prefix("file://").filter(|directory| !directory.is_empty()) {
            return local(directory.into()).await;
        }
        match url.strip_prefix("s3://").filter(|rest| !rest.is_empty()) {
            Some(_) => s3(url),
            None => Err(Error::internal(CannotOpen::Address(url.to_owned()))),
        }
    }
}

async fn local(path: PathBuf) -> Result<Blobs> {
    let made = tokio::fs::create_dir_all(&path).await;
    made.map_err(|source| Error::internal(CannotOpen::Directory { path: path.clone(), source }))?;
    // Files and the directories that name them are synced before a write returns.
    let store = LocalFileSystem::new_with_prefix(path)?.with_fsync(true);
    Ok(Blobs { store: Arc::new(store), prefix: Path::default() })
}

#[cfg(not(feature = "s3"))]
fn s3(url: &str) -> Result<Blobs> {
    Err(Error::internal(CannotOpen::NoS3(url.to_owned())))
}

#[cfg(feature = "s3")]
fn s3(url: &str) -> Result<Blobs> {
    let parsed = url::Url::parse(url).map_err(Error::internal)?;
    let bucket = parsed.host_str().ok_or_else(|| Error::internal(CannotOpen::Address(url.to_owned())))?;
    let mut builder = object_store::aws::AmazonS3Builder::from_env().with_bucket_name(bucket);
    for (name, value) in parsed.query_pairs() {
        builder = match &*name {
            // An endpoint without TLS is one in the own network, and asked for by name.
            "endpoint" => builder.with_allow_http(value.starts_with("http://")).with_endpoint(value),
            "region" => builder.with_region(value),
            _ => return Err(Error::internal(CannotOpen::Address(url.to_owned()))),
        };
    }
    let prefix = Path::from_url_path(parsed.path()).map_err(object_store::Error::from)?;
    Ok(Blobs { store: Arc::new(builder.build()?), prefix })
}
