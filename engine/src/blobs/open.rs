//! Opens the store that a URL names.

use std::{fs, io, path::PathBuf, sync::Arc};

use object_store::{local::LocalFileSystem, path::Path};

use super::{Blobs, INCOMING, Kind};
use crate::{
    error::{Error, Result},
    line::quoted,
    private,
};

pub(super) fn shown(path: &std::path::Path) -> String {
    quoted(&path.display().to_string())
}

/// Why a store cannot be opened.
#[derive(Debug, thiserror::Error)]
pub(super) enum CannotOpen {
    /// It is none of the addresses that are known.
    #[error("{} is not a URL for files; use file://path/to/directory or s3://bucket/prefix", quoted(.0))]
    Address(String),
    /// The directory must be there and is not.
    #[error("the directory {} for files does not exist; `schalter serve` and `schalter migrate` create it", shown(.0))]
    Missing(PathBuf),
    /// The directory cannot be made.
    #[error("cannot create the directory {} for files", shown(.path))]
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
        "{}: this program was built without S3; build it with the feature `s3`, or use file://path/to/directory",
        quoted(.0)
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
        match directory(url) {
            Some(directory) => create(directory).await,
            None => Self::open_existing(url).await,
        }
    }

    /// As [`Self::open`], for a directory that must be there: an empty one, made because a disk is not mounted, would
    /// hide every file.
    ///
    /// # Errors
    /// Internal, also when the directory is missing.
    pub async fn open_existing(url: &str) -> Result<Self> {
        if let Some(directory) = directory(url) {
            if !tokio::fs::try_exists(&directory).await.unwrap_or(true) {
                let directory = std::path::absolute(&directory).unwrap_or(directory);
                return Err(Error::internal(CannotOpen::Missing(directory)));
            }
            return local(directory);
        }
        match url.strip_prefix("s3://").filter(|rest| !rest.is_empty()) {
            Some(_) => s3(url),
            None => Err(Error::internal(CannotOpen::Address(url.to_owned()))),
        }
    }
}

fn directory(url: &str) -> Option<PathBuf> {
    url.strip_prefix("file://").filter(|directory| !directory.is_empty()).map(PathBuf::from)
}

/// Makes the directory, and those of each kind in it, for their owner alone; also if they were made before.
async fn create(path: PathBuf) -> Result<Blobs> {
    let made = tokio::task::spawn_blocking({
        let path = path.clone();
        move || make(&path)
    });
    made.await.map_err(Error::internal)?.map_err(Error::internal)?;
    local(path)
}

fn make(root: &std::path::Path) -> Result<(), CannotOpen> {
    let mut ours = Vec::new();
    for kind in [Kind::Attachment, Kind::Mail] {
        let path = root.join(kind.directory());
        private::directory(&path).map_err(|source| CannotOpen::Directory { path: path.clone(), source })?;
        ours.push(path);
    }
    if holds_ours_alone(root) {
        ours.insert(0, root.to_path_buf());
    }
    withdraw(&ours);
    Ok(())
}

/// Whether nothing else lies in the directory: one that others use as well is theirs, too.
fn holds_ours_alone(root: &std::path::Path) -> bool {
    let ours = [Kind::Attachment.directory(), Kind::Mail.directory(), INCOMING];
    let is_ours = |entry: io::Result<fs::DirEntry>| {
        entry.is_ok_and(|entry| ours.iter().any(|name| entry.file_name() == **name))
    };
    fs::read_dir(root).is_ok_and(|mut entries| entries.all(is_ours))
}

/// Takes the directories from everybody but their owner. Only that one can; a group that shares them on purpose is told.
fn withdraw(directories: &[PathBuf]) {
    let (mut open, mut why) = (Vec::new(), None);
    for directory in directories {
        if let Err(error) = private::withdraw(directory) {
            open.push(directory);
            why = Some(error);
        }
    }
    if let Some(error) = why {
        tracing::warn!(directories = ?open, %error, "stored files can be read by other users; run chmod 700 on these");
    }
}

fn local(path: PathBuf) -> Result<Blobs> {
    // Files and the directories that name them are synced before a write returns.
    let store = LocalFileSystem::new_with_prefix(&path)?.with_fsync(true);
    Ok(Blobs { store: Arc::new(store), prefix: Path::default(), root: Some(path) })
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
    Ok(Blobs { store: Arc::new(builder.build()?), prefix, root: None })
}
