//! Standard output as a place that may go away: a closed pipe ends the command quietly, never with a panic.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::os::fd::AsFd as _;
use std::os::unix::fs::MetadataExt as _;

use crate::config::Config;
use crate::failure::Failure;

/// Writes text as it stands.
pub(super) fn write(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(failed)
}

/// Writes one line.
pub(super) fn line(text: &str) -> Result<(), Failure> {
    write(&format!("{text}\n"))
}

/// Refuses to begin where nobody would see what is printed. A standard output that is closed has become `/dev/null` before any of
/// this runs.
pub(super) fn expect_reader() -> Result<(), Failure> {
    let out = io::stdout()
        .as_fd()
        .try_clone_to_owned()
        .and_then(|out| File::from(out).metadata())
        .map_err(failed)?;
    if fs::metadata("/dev/null").is_ok_and(|nothing| nothing.rdev() == out.rdev()) {
        let message = "standard output is closed or /dev/null, and what is printed cannot be shown again; print to a file or a terminal";
        return Err(Failure::Refused(message.to_owned()));
    }
    Ok(())
}

/// Names the database on standard error, which leaves standard output to what was asked for.
pub(super) fn worked_on(config: &Config) {
    // When nobody reads it, the work is done all the same.
    let _unread = writeln!(io::stderr().lock(), "database: {}", config.database_name());
}

/// A line for the person in front of it, on standard error.
pub(super) fn remark(text: &str) {
    let _unread = writeln!(io::stderr().lock(), "{text}");
}

fn failed(error: io::Error) -> Failure {
    if error.kind() == io::ErrorKind::BrokenPipe {
        return Failure::Closed;
    }
    Failure::system("cannot write to standard output")(error)
}
