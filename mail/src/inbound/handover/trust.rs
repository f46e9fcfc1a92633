//! Who may be at the other end of the socket. Where others may write to its directory, one of them could listen in the server's place
//! and answer that a message is stored, and it would be lost.

use std::{io, os::unix::fs::MetadataExt as _, path::Path};

use rustix::process::geteuid;
use tokio::net::UnixStream;

const ROOT: u32 = 0;

/// Refuses a server that is neither our own user's, nor root's, nor of the user whose directory the socket lies in: who has the
/// directory has the data, too.
///
/// # Errors
/// `PermissionDenied`; others when the system does not tell whose the server is.
pub(super) fn check_server(stream: &UnixStream, path: &Path) -> io::Result<()> {
    let owner = path.parent().map(std::fs::metadata).transpose()?.map(|directory| directory.uid());
    check(stream, owner)
}

/// Refuses a client that is neither our own user's nor root's: the socket lets nobody else in, but may be made before that is said.
///
/// # Errors
/// `PermissionDenied`; others when the system does not tell whose the client is.
pub(super) fn check_client(stream: &UnixStream) -> io::Result<()> {
    check(stream, None)
}

fn check(stream: &UnixStream, owner: Option<u32>) -> io::Result<()> {
    let theirs = stream.peer_cred()?.uid();
    if is_trusted(theirs, geteuid().as_raw(), owner) {
        return Ok(());
    }
    let why = format!("the peer runs as user {theirs}");
    Err(io::Error::new(io::ErrorKind::PermissionDenied, why))
}

fn is_trusted(theirs: u32, own: u32, owner: Option<u32>) -> bool {
    theirs == ROOT || theirs == own || owner == Some(theirs)
}

#[cfg(test)]
mod tests {
    use super::is_trusted;

    #[test]
    fn a_stranger_is_trusted_in_their_own_directory_alone() {
        let (service, other) = (104, 1_000);
        for (theirs, own, owner, trusted) in [
            (service, service, None, true),
            (0, service, None, true),
            (other, service, None, false),
            (other, 0, None, false),
            (other, service, Some(service), false),
            // Such as `/tmp`.
            (other, service, Some(0), false),
            // Root imports into the directory of the service.
            (service, 0, Some(service), true),
            (other, 0, Some(service), false),
        ] {
            assert_eq!(is_trusted(theirs, own, owner), trusted, "{theirs} {own} {owner:?}");
        }
    }
}
