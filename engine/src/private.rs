//! Directories and files for their owner alone, whatever the umask of the process is.

use std::{
    fs::{self, DirBuilder, OpenOptions, Permissions},
    io,
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _},
    path::Path,
};

/// Makes a directory, and those above it that are missing.
pub(crate) fn directory(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path)
}

/// Makes an empty file; there must be none of that name.
pub(crate) fn file(path: &Path) -> io::Result<()> {
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).map(drop)
}

/// Takes a file or a directory that is there from everybody but its owner. Only its owner can; what nobody else may read is left
/// as it is.
pub(crate) fn withdraw(path: &Path) -> io::Result<()> {
    let mode = fs::metadata(path)?.permissions().mode();
    let closed = mode & !0o077;
    if closed == mode { Ok(()) } else { fs::set_permissions(path, Permissions::from_mode(closed & 0o7777)) }
}
