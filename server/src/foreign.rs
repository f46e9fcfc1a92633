//! Files of another user: what root writes among them, the server could not change any more.

use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use rustix::process::geteuid;

use crate::failure::Failure;

/// Refuses to write into the directory of the files as root, if it belongs to somebody else.
///
/// # Errors
/// With the line that runs as its owner.
pub(crate) fn refuse(blobs: &str) -> Result<(), Failure> {
    let Some(directory) = blobs.strip_prefix("file://") else { return Ok(()) };
    let Ok(found) = fs::metadata(directory) else { return Ok(()) };
    match other(geteuid().as_raw(), found.uid()) {
        Some(owner) => Err(Failure::Refused(told(directory, owner))),
        None => Ok(()),
    }
}

/// The owner, if somebody else should do it.
const fn other(user: u32, owner: u32) -> Option<u32> {
    // Whoever is not root is stopped by the system where it matters.
    if user == 0 && owner != 0 { Some(owner) } else { None }
}

fn told(directory: &str, owner: u32) -> String {
    let users = fs::read_to_string(Path::new("/etc/passwd")).unwrap_or_default();
    let name = name_of(&users, owner);
    let whose = name.map_or_else(|| format!("user {owner}"), |name| format!("user {name}"));
    let run = name.map_or_else(|| format!("'#{owner}'"), str::to_owned);
    format!(
        "{directory} belongs to {whose}; what root writes there could not be changed by the server. Run this as its owner: sudo -u {run} schalter …"
    )
}

/// What a user is called in this text of `/etc/passwd`.
fn name_of(users: &str, id: u32) -> Option<&str> {
    users.lines().find_map(|line| {
        let mut fields = line.split(':');
        let (name, number) = (fields.next()?, fields.nth(1)?);
        (number.parse() == Ok(id)).then_some(name)
    })
}

#[cfg(test)]
mod tests {
    use super::{name_of, other};

    #[test]
    fn root_alone_is_kept_from_the_files_of_others() {
        for (user, owner, expected) in
            [(0, 0, None), (0, 999, Some(999)), (999, 999, None), (1000, 999, None), (1000, 0, None)]
        {
            assert_eq!(other(user, owner), expected, "{user} {owner}");
        }
    }

    #[test]
    fn owners_are_called_by_their_names() {
        let users =
            "root:x:0:0:root:/root:/bin/sh\nschalter:x:999:999::/var/lib/schalter:/usr/sbin/nologin\nodd\n";
        assert_eq!((name_of(users, 999), name_of(users, 0)), (Some("schalter"), Some("root")));
        assert_eq!(name_of(users, 1), None);
    }
}
