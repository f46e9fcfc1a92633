//! Captures mails as files, for demonstrations, tests, and hosts that send by other means.

use std::fs::{self, DirBuilder, File, OpenOptions, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::{OpenError, SendError};
use crate::outbound::message::Outgoing;

/// A directory with one `.eml` a mail, whose names sort by the time at which the mail became owed.
///
/// A file appears whole or not at all, and is on the disk before the mail counts as sent. Only its owner may read it. A mail that is sent again
/// takes the place of its file.
#[derive(Debug)]
pub struct Capture {
    directory: Arc<PathBuf>,
    written: AtomicU64,
}

impl Capture {
    pub(super) fn open(directory: &Path) -> Result<Self, OpenError> {
        if directory.as_os_str().is_empty() {
            return Err(OpenError::Address("names no directory; write file://data/outbox".to_owned()));
        }
        private(directory)
            .map_err(|source| OpenError::Directory { directory: directory.display().to_string(), source })?;
        withdraw(directory);
        Ok(Self { directory: Arc::new(directory.to_owned()), written: AtomicU64::new(0) })
    }

    /// Where the mails are.
    #[must_use]
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    pub(super) async fn send(&self, mail: &Outgoing) -> Result<(), SendError> {
        // another process may be writing the same mail, so the file under way is this process's own
        let turn = self.written.fetch_add(1, Ordering::Relaxed);
        let under_way = self.directory.join(format!(".{}.{}-{turn}", mail.name, std::process::id()));
        let (directory, finished) = (Arc::clone(&self.directory), self.directory.join(&mail.name));
        let raw = mail.raw.clone();
        let written =
            tokio::task::spawn_blocking(move || write(&directory, &under_way, &finished, &raw)).await;
        match written {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => {
                Err(SendError::Passing(format!("The mail could not be written to a file: {error}")))
            }
            Err(_) => Err(SendError::Passing("Writing the mail to a file was interrupted.".to_owned())),
        }
    }
}

/// Makes the directory for its owner alone, if there is none.
fn private(directory: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(directory)
}

/// Takes the mails that were captured before from everybody but their owner.
fn withdraw(directory: &Path) {
    for file in fs::read_dir(directory).into_iter().flatten().flatten() {
        let Ok(found) = file.metadata() else { continue };
        let mode = found.permissions().mode();
        if found.is_file()
            && mode & 0o077 != 0
            && file.path().extension().is_some_and(|ending| ending == "eml")
        {
            // Only its owner can; a directory that is shared on purpose goes on working.
            let _shared = fs::set_permissions(file.path(), Permissions::from_mode(mode & 0o700));
        }
    }
}

fn write(directory: &Path, under_way: &Path, finished: &Path, raw: &[u8]) -> io::Result<()> {
    private(directory)?;
    let mut new = OpenOptions::new();
    let written =
        new.write(true).create(true).truncate(true).mode(0o600).open(under_way).and_then(|mut file| {
            file.write_all(raw)?;
            file.sync_all()?;
            fs::rename(under_way, finished)
        });
    if written.is_err() {
        // best effort: what failed above is the error to report
        let _ = fs::remove_file(under_way);
    }
    written?;
    File::open(directory)?.sync_all()
}
