//! A socket in the file system: one that a dead server left behind is replaced, one that somebody listens at is not.

use std::{
    io,
    os::unix::fs::{FileTypeExt as _, PermissionsExt as _},
    path::Path,
};

use tokio::net::{UnixListener, UnixStream};

/// Listens at a path. Who may connect, its mode says.
pub(super) async fn listen(path: &Path, mode: u32) -> io::Result<UnixListener> {
    // One that does not let us in, or has no room for connections at the moment, is not dead.
    if let Ok(found) = std::fs::symlink_metadata(path)
        && found.file_type().is_socket()
        && let Err(error) = UnixStream::connect(path).await
        && error.kind() == io::ErrorKind::ConnectionRefused
    {
        std::fs::remove_file(path)?;
    }
    let listener = UnixListener::bind(path)?;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode))?;
    Ok(listener)
}
