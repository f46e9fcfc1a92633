//! Captures mails as files, for demonstrations, tests, and hosts that send by other means.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::{OpenError, SendError};
use crate::outbound::message::Outgoing;

/// A directory with one `.eml` a mail, whose names sort by the time at which the mail became owed.
///
/// A file appears whole or not at all, and is on the disk before the mail counts as sent. A mail that is sent again
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
        fs::create_dir_all(directory)
            .map_err(|source| OpenError::Directory { directory: directory.display().to_string(), source })?;
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

fn write(directory: &Path, under_way: &Path, finished: &Path, raw: &[u8]) -> io::Result<()> {
    fs::create_dir_all(directory)?;
    let written = File::create(under_way).and_then(|mut file| {
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
