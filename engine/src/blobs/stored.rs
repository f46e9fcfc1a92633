//! Lists what lies in the store, and removes what nobody names, without taking it from an upload under way.

use std::{
    fs,
    io::{self, ErrorKind},
    os::unix::fs::MetadataExt as _,
    path::{Path as File, PathBuf},
};

use chrono::{DateTime, Utc};
use futures::TryStreamExt as _;
use object_store::{ObjectStore as _, ObjectStoreExt as _};

use super::{Blobs, Kind, Written, digest};
use crate::error::{Error, Result};

/// A file that is about to be removed is called so for a moment; a write that was cut off is counted from 1.
const ASIDE: &str = "#0";

/// How many groups the files of a kind lie in, by the first two digits of their names.
pub(crate) const GROUPS: u8 = u8::MAX;

/// A file in the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stored {
    pub(crate) kind: Kind,
    /// Its SHA-256, and `#` with a number behind it if a killed process left it half-written.
    pub(crate) name: String,
    pub(crate) size: u64,
    /// When it was written last.
    pub(crate) written: DateTime<Utc>,
}

impl Stored {
    /// Whether it is a whole file, which a row may name.
    pub(crate) fn is_whole(&self) -> bool {
        !self.name.contains('#')
    }

    /// Where it lies below the store.
    pub(crate) fn place(&self) -> String {
        let digits = |from: usize| self.name.get(from..from + 2).unwrap_or_default();
        format!("{}/{}/{}/{}", self.kind.directory(), digits(0), digits(2), self.name)
    }
}

impl Blobs {
    /// What lies in one group of a kind.
    ///
    /// # Errors
    /// Internal, when the store cannot be read.
    pub(crate) async fn stored(&self, kind: Kind, group: u8) -> Result<Vec<Stored>> {
        let group = format!("{group:02x}");
        if let Some(root) = &self.root {
            let directory = root.join(kind.directory()).join(group);
            let read = tokio::task::spawn_blocking(move || in_directory(kind, &directory)).await;
            return read.map_err(Error::internal)?.map_err(Error::internal);
        }
        let prefix = self.prefix.clone().join(kind.directory()).join(group);
        let mut found = Vec::new();
        let mut listed = self.store.list(Some(&prefix));
        while let Some(one) = listed.try_next().await? {
            let name = one.location.filename().unwrap_or_default().to_owned();
            if digest::fan_out(&name).is_ok() {
                found.push(Stored { kind, name, size: one.size, written: one.last_modified });
            }
        }
        Ok(found)
    }

    /// Removes a file, unless it was written again since it was listed: whoever did that is about to name it. Answers
    /// whether it was removed.
    ///
    /// # Errors
    /// Internal, when the store cannot be written.
    pub(crate) async fn remove(&self, stored: &Stored) -> Result<bool> {
        if let Some(root) = &self.root {
            let (file, whole, written) = (root.join(stored.place()), stored.is_whole(), stored.written);
            let removed = tokio::task::spawn_blocking(move || {
                if whole {
                    remove_unless_rewritten(&file, written)
                } else {
                    fs::remove_file(&file).map(|()| true)
                }
            });
            return match removed.await.map_err(Error::internal)? {
                Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
                removed => removed.map_err(Error::internal),
            };
        }
        let path = self.path(stored.kind, &stored.name)?;
        match self.store.head(&path).await {
            Ok(now) if now.last_modified == stored.written => {}
            Ok(_) | Err(object_store::Error::NotFound { .. }) => return Ok(false),
            Err(other) => return Err(other.into()),
        }
        self.store.delete(&path).await?;
        Ok(true)
    }

    /// Removes a file that was made, unless it was written again since: whoever did that is about to name it. In a store
    /// that is no directory nobody could tell, and the file is left to the sweep.
    ///
    /// # Errors
    /// Internal or unavailable, when the store cannot be written.
    pub(crate) async fn take_back(&self, kind: Kind, sha256: &str, made: &Written) -> Result<()> {
        let Some(root) = &self.root else { return Ok(()) };
        let path = self.path(kind, sha256)?;
        let file = root.join(path.as_ref());
        let Some(seen) = gone_or(tokio::fs::metadata(&file).await).map_err(Error::internal)? else {
            return Ok(());
        };
        match self.store.head(&path).await {
            Ok(now) if now.e_tag.as_ref() == Some(&made.tag) => {}
            Ok(_) | Err(object_store::Error::NotFound { .. }) => return Ok(()),
            Err(other) => return Err(other.into()),
        }
        // What was seen before is the file that was made, or an older one that is there no more.
        let seen = identity(&seen);
        let removed = tokio::task::spawn_blocking(move || remove_if(&file, |now| Ok(identity(now) == seen)));
        let removed = gone_or(removed.await.map_err(Error::internal)?).map_err(Error::internal)?;
        tracing::debug!(sha256, removed = removed.unwrap_or(false), "a file of a refused request");
        Ok(())
    }
}

/// Which file this is, and which of its contents.
fn identity(metadata: &fs::Metadata) -> (u64, u64, i64, i64) {
    (metadata.dev(), metadata.ino(), metadata.mtime(), metadata.mtime_nsec())
}

fn in_directory(kind: Kind, group: &File) -> io::Result<Vec<Stored>> {
    let mut found = Vec::new();
    for directory in entries(group)? {
        for file in entries(&directory)? {
            let Some(name) = file.file_name().and_then(|name| name.to_str()) else { continue };
            let (digest, rest) = name.split_at_checked(64).unwrap_or((name, ""));
            let cut_off = rest.strip_prefix('#').is_some_and(|number| number.parse::<u64>().is_ok());
            if digest::fan_out(digest).is_err() || !(rest.is_empty() || cut_off) {
                continue;
            }
            let (file, name) = match rest {
                // A sweep was killed before it knew whether it had to give this back.
                ASIDE => (given_back(&file, digest)?, digest),
                _ => (file.clone(), name),
            };
            let Some(metadata) = gone_or(fs::metadata(&file))? else { continue };
            if metadata.is_file() {
                let written = metadata.modified()?.into();
                found.push(Stored { kind, name: name.to_owned(), size: metadata.len(), written });
            }
        }
    }
    found.sort_by(|one, other| one.name.cmp(&other.name));
    found.dedup_by(|one, other| one.name == other.name);
    Ok(found)
}

fn entries(directory: &File) -> io::Result<Vec<PathBuf>> {
    match fs::read_dir(directory) {
        Ok(entries) => entries.map(|entry| entry.map(|entry| entry.path())).collect(),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            Ok(Vec::new())
        }
        Err(error) => Err(error),
    }
}

fn gone_or<T>(answer: io::Result<T>) -> io::Result<Option<T>> {
    match answer {
        Ok(answer) => Ok(Some(answer)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Moved aside first: a write that ends before that has changed the time of what was moved, and one that ends after it
/// has made the file anew.
fn remove_unless_rewritten(file: &File, written: DateTime<Utc>) -> io::Result<bool> {
    remove_if(file, |now| Ok(DateTime::<Utc>::from(now.modified()?) == written))
}

fn remove_if(file: &File, same: impl Fn(&fs::Metadata) -> io::Result<bool>) -> io::Result<bool> {
    let mut aside = file.as_os_str().to_owned();
    aside.push(ASIDE);
    let aside = PathBuf::from(aside);
    fs::rename(file, &aside)?;
    if same(&fs::metadata(&aside)?)? {
        fs::remove_file(&aside)?;
        return Ok(true);
    }
    give_back(&aside, file)?;
    Ok(false)
}

/// Gives back what was moved aside, unless the file was made anew meanwhile.
fn give_back(aside: &File, file: &File) -> io::Result<()> {
    match fs::hard_link(aside, file) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(error),
        _ => {}
    }
    fs::remove_file(aside)
}

fn given_back(aside: &File, digest: &str) -> io::Result<PathBuf> {
    let file = aside.with_file_name(digest);
    gone_or(give_back(aside, &file))?;
    Ok(file)
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a test that cannot go on has failed, and says why")]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_again_since_it_was_listed_stays() {
        let directory = tempfile::tempdir().expect("a directory");
        let file = directory.path().join("file");
        let write = |bytes: &str, seconds: u64| {
            fs::write(&file, bytes).expect("written");
            let time = std::time::UNIX_EPOCH + std::time::Duration::from_secs(seconds);
            fs::File::options()
                .write(true)
                .open(&file)
                .and_then(|file| file.set_modified(time))
                .expect("set");
            DateTime::<Utc>::from(time)
        };
        let listed = write("old", 1);
        let now = write("new", 2);
        assert!(!remove_unless_rewritten(&file, listed).expect("an answer"));
        assert_eq!(fs::read(&file).expect("it is there"), b"new");
        assert!(remove_unless_rewritten(&file, now).expect("an answer"));
        assert_eq!(directory.path().read_dir().expect("a list").count(), 0);
    }

    #[tokio::test]
    async fn what_a_call_made_is_taken_back_unless_somebody_else_wrote_the_same_since() {
        let directory = tempfile::tempdir().expect("a directory");
        let blobs = Blobs::open(&format!("file://{}", directory.path().display())).await.expect("a store");
        let sha256 = super::super::sha256_hex(b"abc");
        let put = async || blobs.put_attachment(&sha256, "abc".into()).await.expect("stored");
        let is_there = async || blobs.get(Kind::Attachment, &sha256).await.expect("an answer").is_some();
        let made = put().await.expect("it was not there");
        blobs.take_back(Kind::Attachment, &sha256, &made).await.expect("taken back");
        assert!(!is_there().await);
        let made = put().await.expect("it is gone");
        assert_eq!(put().await, None, "somebody else stores the same bytes");
        blobs.take_back(Kind::Attachment, &sha256, &made).await.expect("an answer");
        assert!(is_there().await, "they are about to name it");
    }
}
