//! The lock that lets one server alone run on a SQLite database. Commands beside it need none.
//!
//! It is an advisory lock on a file beside the database, which the system releases when its process ends in whatever
//! way. The database's own file would not do: SQLite's locks on it go when any handle of the process is closed.

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, Write as _},
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
};

use super::place;
use crate::error::{Error, Result};

/// Held by the one server of a SQLite database; dropping it lets another begin. On PostgreSQL, where any number of servers
/// share the work, it means nothing.
#[derive(Debug)]
#[must_use = "the lock is released when it is dropped"]
pub struct ServerLock {
    _file: Option<File>,
}

/// What came of an attempt to lock.
#[derive(Debug)]
pub enum Claim {
    /// This process is the one.
    Locked(ServerLock),
    /// Another server runs on the database.
    Held {
        /// Its process, as it wrote it down.
        process: Option<u32>,
    },
}

/// Why it cannot be found out whether another server runs.
#[derive(Debug, thiserror::Error)]
#[error("cannot lock {file}: {source}")]
struct CannotLock {
    file: String,
    #[source]
    source: io::Error,
}

impl ServerLock {
    /// Makes this process the one server of a database, before it touches anything in it. The same file under another name
    /// (relative, or by a symbolic link) is the same database. Makes an empty file if there is none.
    ///
    /// # Errors
    /// Internal, when the database's directory cannot be written.
    pub fn claim(database: &str) -> Result<Claim> {
        if !database.starts_with("sqlite:") {
            return Ok(Claim::Locked(Self { _file: None }));
        }
        let file = place::create(database)?;
        let lock = beside(&file).map_err(|source| cannot_lock(&file, source))?;
        let failed = |source| cannot_lock(&lock, source);
        let mut opened = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(&lock)
            .map_err(failed)?;
        match opened.try_lock() {
            Ok(()) => {
                // For people alone: who reads no number there is told of a server all the same.
                let _unwritten = opened.set_len(0).and_then(|()| writeln!(opened, "{}", std::process::id()));
                Ok(Claim::Locked(Self { _file: Some(opened) }))
            }
            Err(TryLockError::WouldBlock) => {
                let process = fs::read_to_string(&lock).ok().and_then(|text| text.trim().parse().ok());
                Ok(Claim::Held { process })
            }
            Err(TryLockError::Error(source)) => Err(failed(source)),
        }
    }

    /// Whether a server runs on a database, found out without making anything.
    #[must_use]
    pub fn is_held(database: &str) -> bool {
        if !database.starts_with("sqlite:") {
            return false;
        }
        let lock = place::sqlite_file(database).ok().and_then(|file| beside(&file).ok());
        let Some(opened) = lock.and_then(|lock| File::open(lock).ok()) else { return false };
        matches!(opened.try_lock(), Err(TryLockError::WouldBlock))
    }
}

/// The file that is locked: beside the database itself, wherever its name leads.
fn beside(file: &Path) -> io::Result<PathBuf> {
    let mut name = fs::canonicalize(file)?.into_os_string();
    name.push(".lock");
    Ok(PathBuf::from(name))
}

fn cannot_lock(file: &Path, source: io::Error) -> Error {
    Error::internal(CannotLock { file: file.display().to_string(), source })
}
