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
            return Err(OpenError::Address("must name a directory, such as file://data/outbox".to_owned()));
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
                Err(SendError::Passing(format!("The email could not be written to a file: {error}")))
            }
            Err(_) => Err(SendError::Passing("Writing the email to a file was interrupted.".to_owned())),
        }
    }
}

/// Makes the directory for its owner alone, if there is none.
fn private(directory: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(directory)
}

/// Takes the mails that were captured before from everybody but their owner, and the directory, if nothing else lies in it.
fn withdraw(directory: &Path) {
    let Ok(files) = fs::read_dir(directory) else { return };
    let (mut ours_alone, mut open, mut why) = (true, 0_u32, None);
    let mut close = |path: &Path, mode: u32| {
        if mode & 0o077 != 0
            && let Err(error) = fs::set_permissions(path, Permissions::from_mode(mode & 0o7700))
        {
            open += 1;
            why = Some(error);
        }
    };
    for file in files.flatten() {
        let Ok(found) = file.metadata() else { continue };
        let name = file.file_name().to_string_lossy().into_owned();
        let is_mail = found.is_file() && Path::new(&name).extension().is_some_and(|ending| ending == "eml");
        // A process that was interrupted leaves the file under way.
        let is_ours = is_mail || (found.is_file() && name.starts_with('.') && name.contains(".eml."));
        ours_alone &= is_ours;
        if is_mail {
            close(&file.path(), found.permissions().mode());
        }
    }
    // One that belongs to everybody, such as /tmp, has the sticky bit.
    if let Ok(found) = fs::metadata(directory)
        && ours_alone
        && found.permissions().mode() & 0o1000 == 0
    {
        close(directory, found.permissions().mode());
    }
    // Only their owner can; a directory that is shared on purpose goes on working.
    if let Some(error) = why {
        tracing::warn!(
            directory = %directory.display(), open, %error,
            "captured emails can be read by other users; run chmod -R go= on this directory"
        );
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
