//! Where a database is: the file of SQLite, which is made for its owner alone or not at all, or the address of PostgreSQL
//! without its secrets.

use std::{
    fs,
    io::{self, ErrorKind},
    path::{Path, PathBuf},
};

use sea_orm::DbErr;

use super::sqlite;
use crate::{
    content::quoted,
    error::{Error, Result},
    faults::Fault,
    private,
};

/// What lies beside the file: SQLite's log, what its processes share of it, and the lock of the server.
const BESIDE: [&str; 3] = ["-wal", "-shm", ".lock"];

/// Why a database cannot be used.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unfit {
    /// There is no such file, or an empty one.
    #[error("there is no database {0}; `schalter serve` and `schalter migrate` create one")]
    Missing(String),
    /// An older version wrote it.
    #[error(
        "the database {0} has an older version; start `schalter serve` or run `schalter migrate`, then try again"
    )]
    Old(String),
    /// The file is there and cannot be looked at.
    #[error("cannot read the database {file}: {source}")]
    Unreadable {
        /// Which file.
        file: String,
        /// What the system says.
        #[source]
        source: io::Error,
    },
    /// It cannot be opened.
    #[error("cannot use the database {file}")]
    Unusable {
        /// Which file.
        file: String,
        /// What SQLite says.
        #[source]
        source: DbErr,
    },
}

/// The database of an address as people name it: the absolute path of a SQLite file, or the address without its password.
#[must_use]
pub fn database_name(address: &str) -> String {
    if address.starts_with("sqlite:") {
        return match sqlite_file(address) {
            Ok(file) => absolute(&file).display().to_string(),
            Err(_) => address.to_owned(),
        };
    }
    match url::Url::parse(address) {
        Ok(mut url) => {
            // Fails only where there is no place for a password.
            let _ = url.set_password(None);
            url.set_query(None);
            url.into()
        }
        Err(_) => String::new(),
    }
}

/// An absolute path without `..`, as far as its directory exists.
fn absolute(file: &Path) -> PathBuf {
    let absolute = std::path::absolute(file).unwrap_or_else(|_| file.to_path_buf());
    if !absolute.components().any(|part| part == std::path::Component::ParentDir) {
        return absolute;
    }
    let directory = absolute.parent().and_then(|directory| directory.canonicalize().ok());
    match (directory, absolute.file_name()) {
        (Some(directory), Some(name)) => directory.join(name),
        _ => absolute,
    }
}

/// The file of a SQLite address.
pub(super) fn sqlite_file(address: &str) -> Result<PathBuf, DbErr> {
    let file = sqlite::file(address)?;
    // Every connection would get an empty database of its own.
    if address.contains(":memory:") || address.contains("mode=memory") {
        return Err(DbErr::Custom(format!(
            "{} is a database in memory and would be lost; use a file such as sqlite://data/schalter.db",
            quoted(address)
        )));
    }
    Ok(file)
}

/// Refuses a SQLite database that does not exist yet; an empty file is none.
pub(super) fn require(address: &str) -> Result<()> {
    let file = sqlite_file(address)?;
    match fs::metadata(&file) {
        Ok(found) if found.len() > 0 => Ok(()),
        Ok(_) => Err(missing(address)),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            Err(missing(address))
        }
        Err(source) => Err(Error::internal(Unfit::Unreadable { file: database_name(address), source })),
    }
}

/// The error about a database that is not there.
pub(super) fn missing(address: &str) -> Error {
    Error::internal(Unfit::Missing(database_name(address)))
}

/// The error about a file that SQLite cannot use.
pub(super) fn unusable(address: &str, source: DbErr) -> Error {
    let fault = Fault::of(&source);
    let unusable = Unfit::Unusable { file: database_name(address), source };
    if fault == Fault::Passing { Error::unavailable(unusable) } else { Error::internal(unusable) }
}

/// An older version wrote the database.
pub(super) fn old(address: &str) -> Error {
    Error::internal(Unfit::Old(database_name(address)))
}

/// Makes the directory and the file of a SQLite database, for their owner alone whatever the umask is, and takes the file
/// from others if it was made before.
pub(super) fn create(address: &str) -> Result<PathBuf, DbErr> {
    let file = sqlite_file(address)?;
    let cannot = |what: &Path, cause: io::Error| {
        DbErr::Custom(format!("cannot open or create {}: {cause}", absolute(what).display()))
    };
    if let Some(directory) = file.parent().filter(|directory| !directory.as_os_str().is_empty()) {
        private::directory(directory).map_err(|cause| cannot(directory, cause))?;
    }
    match private::file(&file) {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::AlreadyExists => withdraw(&file),
        Err(error) => return Err(cannot(&file, error)),
    }
    Ok(file)
}

/// Takes a database and what lies beside it from everybody but its owner.
fn withdraw(file: &Path) {
    let beside = BESIDE.iter().map(|ending| {
        let mut name = file.as_os_str().to_owned();
        name.push(ending);
        PathBuf::from(name)
    });
    let (mut open, mut why) = (Vec::new(), None);
    for file in std::iter::once(file.to_path_buf()).chain(beside) {
        if let Err(error) = private::withdraw(&file)
            && error.kind() != ErrorKind::NotFound
        {
            open.push(absolute(&file));
            why = Some(error);
        }
    }
    // Only their owner can; a group that shares them on purpose is told.
    if let Some(error) = why {
        tracing::warn!(files = ?open, %error, "the database can be read by other users; run chmod 600 on these files");
    }
}
