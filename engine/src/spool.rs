//! Files on their way in: on disk without a name, within budgets, and gone as soon as nobody holds them.
//!
//! A file that a request brings is written here while it arrives. Nothing of it stays in memory, and nothing is left of it
//! when the request is refused, breaks off, or the process dies: the system removes a file without a name by itself.

use std::{
    collections::HashMap,
    fs::{File, Permissions},
    io,
    os::unix::fs::{FileExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use bytes::Bytes;
use sha2::{Digest as _, Sha256};
use tokio::{
    io::AsyncWriteExt as _,
    sync::{Semaphore, SemaphorePermit},
};

use crate::{
    actor::Actor,
    blobs::{Blobs, Kind, hex, sha256_hex},
    content::Inspected,
    error::{Error, Result},
    model::UserId,
    policy::throttle::network,
    private,
    settings::UploadBudget,
};

/// How many files may be on their way at once, all together, of one person and from one address: each holds a descriptor.
const FILES: usize = 400;
const FILES_OF_PERSON: usize = 100;
const FILES_OF_ADDRESS: usize = 200;

/// When an owner whose budget is used up may try again.
const RETRY_AFTER: Duration = Duration::from_secs(5);

/// How a name begins where the file system cannot make a file without one; it is taken away again at once.
const PREFIX: &str = ".tmp";

/// How much of the files of requests is in memory at once, in units of 1 KiB, to be looked at and kept.
const ROOM: u32 = 64 << 10;

/// Where files arrive. Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Spool(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    directory: PathBuf,
    /// Where they go from there.
    blobs: Blobs,
    budget: UploadBudget,
    used: Mutex<Used>,
    room: Semaphore,
}

#[derive(Debug, Default)]
struct Used {
    all: Amount,
    by_owner: HashMap<Owner, Amount>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Amount {
    files: usize,
    bytes: u64,
}

/// Whose budget a file counts against.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Owner {
    Person(UserId),
    Address(String),
}

/// Receives the files of one request.
#[derive(Debug, Clone)]
pub struct Receiver {
    spool: Spool,
    owners: Arc<[Owner]>,
}

/// A file that is being written.
#[derive(Debug)]
pub struct ArrivingFile {
    file: tokio::fs::File,
    hash: Sha256,
    share: Share,
}

/// A file that has arrived; gone when the last clone is dropped.
#[derive(Debug, Clone)]
pub struct SpooledFile(Arc<Arrived>);

#[derive(Debug)]
struct Arrived {
    file: File,
    sha256: String,
    share: Share,
}

/// What one file takes of the budgets, given back when it is dropped.
#[derive(Debug)]
struct Share {
    receiver: Receiver,
    bytes: u64,
}

impl Spool {
    pub(crate) fn new(directory: PathBuf, blobs: Blobs, budget: UploadBudget) -> Self {
        Self(Arc::new(Inner {
            directory,
            blobs,
            budget,
            used: Mutex::default(),
            room: Semaphore::new(ROOM as usize),
        }))
    }

    /// Removes what a process that was killed may have left where files cannot be without a name.
    pub(crate) async fn clean(&self) {
        let directory = self.0.directory.clone();
        let cleaned = tokio::task::spawn_blocking(move || clean(&directory)).await;
        if let Ok(Err(error)) = cleaned {
            tracing::warn!(%error, "files of requests that were cut off cannot be removed");
        }
    }

    /// A receiver for the files of a request of this actor.
    pub(crate) fn receiver(&self, actor: &Actor) -> Receiver {
        let person = actor.user().map(|viewer| Owner::Person(viewer.id));
        let address = actor.address().map(|address| Owner::Address(network(address)));
        Receiver { spool: self.clone(), owners: person.into_iter().chain(address).collect() }
    }

    /// Waits until there is memory for a file of this length; a larger one than all of it has it alone.
    pub(crate) async fn room(&self, bytes: u64) -> Result<SemaphorePermit<'_>> {
        let units = u32::try_from(bytes >> 10).unwrap_or(ROOM).saturating_add(1).min(ROOM);
        self.0.room.acquire_many(units).await.map_err(Error::internal)
    }

    fn used(&self) -> MutexGuard<'_, Used> {
        self.0.used.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn clean(directory: &Path) -> io::Result<()> {
    let entries = match std::fs::read_dir(directory) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(PREFIX) {
            std::fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// A file without a name, for its owner alone.
fn nameless(directory: &Path) -> io::Result<File> {
    private::directory(directory)?;
    let file = tempfile::tempfile_in(directory)?;
    file.set_permissions(Permissions::from_mode(0o600))?;
    Ok(file)
}

impl Receiver {
    /// Begins a file.
    ///
    /// # Errors
    /// `RateLimited` when too many are on their way; `Unavailable` when the disk cannot be written, or is not there.
    pub async fn begin(&self) -> Result<ArrivingFile> {
        // Also because the directory for files on their way, made below, may lie in that of the others.
        self.spool.0.blobs.require(Kind::Attachment).await?;
        self.take(Amount { files: 1, bytes: 0 })?;
        let share = Share { receiver: self.clone(), bytes: 0 };
        let directory = self.spool.0.directory.clone();
        let made = tokio::task::spawn_blocking(move || nameless(&directory));
        let file = made.await.map_err(Error::internal)?.map_err(Error::unavailable)?;
        Ok(ArrivingFile { file: tokio::fs::File::from_std(file), hash: Sha256::new(), share })
    }

    /// Takes this much from every budget, or nothing.
    fn take(&self, more: Amount) -> Result<()> {
        let budget = &self.spool.0.budget;
        let mut used = self.spool.used();
        let fits = |now: Amount, files: usize, bytes: u64| {
            now.files + more.files <= files && now.bytes.saturating_add(more.bytes) <= bytes
        };
        let fits_each = self.owners.iter().all(|owner| {
            let (files, bytes) = match owner {
                Owner::Person(_) => (FILES_OF_PERSON, budget.per_person),
                Owner::Address(_) => (FILES_OF_ADDRESS, budget.per_address),
            };
            fits(used.by_owner.get(owner).copied().unwrap_or_default(), files, bytes)
        });
        if !(fits_each && fits(used.all, FILES, budget.total)) {
            return Err(Error::RateLimited { retry_after: RETRY_AFTER });
        }
        used.all.add(more);
        for owner in &*self.owners {
            used.by_owner.entry(owner.clone()).or_default().add(more);
        }
        Ok(())
    }
}

impl Amount {
    const fn add(&mut self, more: Self) {
        self.files += more.files;
        self.bytes += more.bytes;
    }

    const fn remove(&mut self, less: Self) {
        self.files = self.files.saturating_sub(less.files);
        self.bytes = self.bytes.saturating_sub(less.bytes);
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        let share = Amount { files: 1, bytes: self.bytes };
        let mut used = self.receiver.spool.used();
        used.all.remove(share);
        for owner in &*self.receiver.owners {
            let Some(amount) = used.by_owner.get_mut(owner) else { continue };
            amount.remove(share);
            if *amount == Amount::default() {
                used.by_owner.remove(owner);
            }
        }
    }
}

impl ArrivingFile {
    /// How many bytes have arrived.
    #[must_use]
    pub const fn len(&self) -> u64 {
        self.share.bytes
    }

    /// Whether nothing has arrived yet.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.share.bytes == 0
    }

    /// Writes what has arrived.
    ///
    /// # Errors
    /// `RateLimited` when a budget is used up; `Unavailable` when the disk cannot be written.
    pub async fn write(&mut self, bytes: &[u8]) -> Result<()> {
        let more = bytes.len() as u64;
        self.share.receiver.take(Amount { files: 0, bytes: more })?;
        self.share.bytes += more;
        self.hash.update(bytes);
        self.file.write_all(bytes).await.map_err(Error::unavailable)
    }

    /// Everything has arrived.
    ///
    /// # Errors
    /// `Unavailable` when the disk cannot be written.
    pub async fn finish(mut self) -> Result<SpooledFile> {
        self.file.flush().await.map_err(Error::unavailable)?;
        let file = self.file.into_std().await;
        Ok(SpooledFile(Arc::new(Arrived { file, sha256: hex(&self.hash.finalize()), share: self.share })))
    }
}

impl SpooledFile {
    pub(crate) fn len(&self) -> u64 {
        self.0.share.bytes
    }

    pub(crate) fn sha256(&self) -> &str {
        &self.0.sha256
    }

    /// All of it.
    pub(crate) async fn load(&self) -> Result<Bytes> {
        let arrived = Arc::clone(&self.0);
        let read = tokio::task::spawn_blocking(move || {
            let mut bytes = vec![0; usize::try_from(arrived.share.bytes).map_err(io::Error::other)?];
            arrived.file.read_exact_at(&mut bytes, 0)?;
            Ok::<_, io::Error>(Bytes::from(bytes))
        });
        read.await.map_err(Error::internal)?.map_err(Error::unavailable)
    }
}

impl PartialEq for SpooledFile {
    fn eq(&self, other: &Self) -> bool {
        self.sha256() == other.sha256()
    }
}

impl Eq for SpooledFile {}

/// The content of a file that is handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileContent {
    /// In memory.
    Memory(Bytes),
    /// On disk, where it arrived.
    Spooled(SpooledFile),
    /// In the blob store already: a file of a draft.
    Stored(StoredFile),
}

/// A file whose bytes are in the blob store, with what is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFile(pub(crate) Inspected);

impl FileContent {
    /// Its length in bytes.
    #[must_use]
    pub fn len(&self) -> u64 {
        match self {
            Self::Memory(bytes) => bytes.len() as u64,
            Self::Spooled(file) => file.len(),
            Self::Stored(file) => u64::try_from(file.0.size).unwrap_or_default(),
        }
    }

    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// SHA-256 of the bytes in lower-case hexadecimal.
    #[must_use]
    pub fn sha256(&self) -> String {
        match self {
            Self::Memory(bytes) => sha256_hex(bytes),
            Self::Spooled(file) => file.sha256().to_owned(),
            Self::Stored(file) => file.0.sha256.clone(),
        }
    }

    /// All of it, where it has arrived.
    ///
    /// # Errors
    /// `Unavailable`, when the disk cannot be read; internal for what is in the blob store already.
    pub async fn load(&self) -> Result<Bytes> {
        match self {
            Self::Memory(bytes) => Ok(bytes.clone()),
            Self::Spooled(file) => file.load().await,
            Self::Stored(_) => Err(Error::internal("a file of the blob store is not read as an upload")),
        }
    }
}

impl Default for FileContent {
    fn default() -> Self {
        Self::Memory(Bytes::new())
    }
}

impl From<SpooledFile> for FileContent {
    fn from(file: SpooledFile) -> Self {
        Self::Spooled(file)
    }
}

impl From<Bytes> for FileContent {
    fn from(bytes: Bytes) -> Self {
        Self::Memory(bytes)
    }
}

impl From<Vec<u8>> for FileContent {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Memory(bytes.into())
    }
}

impl From<String> for FileContent {
    fn from(text: String) -> Self {
        Self::Memory(text.into())
    }
}

impl From<&'static [u8]> for FileContent {
    fn from(bytes: &'static [u8]) -> Self {
        Self::Memory(bytes.into())
    }
}

impl From<&'static str> for FileContent {
    fn from(text: &'static str) -> Self {
        Self::Memory(text.into())
    }
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a test that cannot go on has failed, and says why")]
mod tests {
    use super::*;

    const BUDGET: UploadBudget = UploadBudget { total: 400, per_person: 200, per_address: 300 };

    fn receiver(spool: &Spool, person: u128, address: &str) -> Receiver {
        let person = Owner::Person(UserId(uuid::Uuid::from_u128(person)));
        let owners = [person, Owner::Address(network(address))];
        Receiver { spool: spool.clone(), owners: owners.into_iter().collect() }
    }

    async fn spool(directory: &Path, incoming: PathBuf) -> Spool {
        let blobs = Blobs::open(&format!("file://{}", directory.display())).await.expect("a store");
        Spool::new(incoming, blobs, BUDGET)
    }

    async fn file(receiver: &Receiver, bytes: usize) -> Result<SpooledFile> {
        let mut file = receiver.begin().await?;
        file.write(&vec![7; bytes]).await?;
        file.finish().await
    }

    #[tokio::test]
    async fn nobody_takes_all_the_room_and_what_is_dropped_is_given_back() {
        let directory = tempfile::tempdir().expect("a directory");
        let spool = spool(directory.path(), directory.path().join("incoming")).await;
        let (anna, ben) = (receiver(&spool, 1, "192.0.2.1"), receiver(&spool, 2, "192.0.2.1"));
        let first = file(&anna, 200).await.expect("room");
        let refused = file(&anna, 1).await.expect_err("a person's share is full");
        assert!(refused.retry_after().is_some());
        let second = file(&ben, 100).await.expect("room");
        assert!(file(&ben, 1).await.is_err(), "an address's share is full");
        let cleo = receiver(&spool, 3, "2001:db8::1");
        let third = file(&cleo, 100).await.expect("room");
        assert!(file(&receiver(&spool, 4, "2001:db8:0:1::1"), 1).await.is_err(), "all room is taken");
        drop(first);
        assert!(file(&receiver(&spool, 4, "2001:db8:0:1::1"), 1).await.is_ok());
        drop((second, third));
        assert_eq!(spool.used().all, Amount::default());
        assert!(spool.used().by_owner.is_empty(), "nothing is left behind");
    }

    #[tokio::test]
    async fn so_many_files_and_no_more_are_on_their_way() {
        let directory = tempfile::tempdir().expect("a directory");
        let spool = spool(directory.path(), directory.path().to_owned()).await;
        let anna = receiver(&spool, 1, "192.0.2.1");
        let mut held = Vec::new();
        for _ in 0..FILES_OF_PERSON {
            held.push(file(&anna, 0).await.expect("room"));
        }
        assert!(anna.begin().await.is_err());
    }

    #[tokio::test]
    async fn nothing_arrives_while_the_directory_of_the_files_is_missing() {
        let directory = tempfile::tempdir().expect("a directory");
        let root = directory.path().join("blobs");
        let spool = spool(&root, root.join("incoming")).await;
        std::fs::rename(&root, directory.path().join("away")).expect("taken away");
        let refused = receiver(&spool, 1, "192.0.2.1").begin().await.expect_err("it could not be kept");
        assert!(matches!(refused, Error::Unavailable(_)), "{refused:?}");
        assert!(!root.exists(), "none is made in its place");
    }

    #[tokio::test]
    async fn a_file_on_its_way_has_no_name_and_what_was_left_is_cleaned() {
        let directory = tempfile::tempdir().expect("a directory");
        let spool = spool(directory.path(), directory.path().join("incoming")).await;
        let arrived = file(&receiver(&spool, 1, "192.0.2.1"), 100).await.expect("room");
        let names = || directory.path().join("incoming").read_dir().expect("a list").count();
        assert_eq!(names(), 0);
        assert_eq!(arrived.load().await.expect("read"), vec![7; 100]);
        let left = directory.path().join("incoming").join(format!("{PREFIX}abc"));
        std::fs::write(left, "of a killed process").expect("written");
        spool.clean().await;
        assert_eq!(names(), 0);
    }
}
