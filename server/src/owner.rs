//! Keeps root from working on what belongs to the service's user, who could not write what root makes there.

use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use crate::config::Config;
use crate::failure::Failure;

/// Who may write everywhere, and whose files nobody else may.
const ROOT: u32 = 0;
/// Where the names of the system's users stand.
const USERS: &str = "/etc/passwd";

/// Refuses before anything is made, if this is root and the database or the files are another user's. A user who is not
/// root is refused by the system itself.
///
/// # Errors
/// When it is so; the text says as whom to work.
pub(crate) fn check(config: &Config) -> Result<(), Failure> {
    let worker = rustix::process::geteuid().as_raw();
    let places = places(config).into_iter().filter_map(|place| owner(&place));
    let Some((place, owner)) = of_another(worker, places) else { return Ok(()) };
    let users = fs::read_to_string(USERS).unwrap_or_default();
    let user = name(&users, owner).map_or_else(|| format!("'#{owner}'"), str::to_owned);
    Err(Failure::Refused(format!(
        "{} belongs to the user {user}, who could not write what root makes there; run this as that user: \
         sudo -u {user} schalter …",
        place.display()
    )))
}

/// What is made of the database and of the files on this machine. The directory of the files itself may be a place to
/// mount a disk at, so what lies in it tells whose they are.
fn places(config: &Config) -> Vec<PathBuf> {
    let database = config.database.url.starts_with("sqlite:").then(|| PathBuf::from(config.database_name()));
    let files = config.blobs.url.strip_prefix("file://").map(|root| Path::new(root).join("attachments"));
    database.into_iter().chain(files).collect()
}

/// A place and its owner; of what is not there yet, the directory in which it would be made.
fn owner(place: &Path) -> Option<(PathBuf, u32)> {
    place.ancestors().find_map(|place| Some((place.to_owned(), fs::metadata(place).ok()?.uid())))
}

fn of_another(worker: u32, owned: impl IntoIterator<Item = (PathBuf, u32)>) -> Option<(PathBuf, u32)> {
    owned.into_iter().find(|(_, owner)| worker == ROOT && *owner != ROOT)
}

/// The name of a user, in the lines of `/etc/passwd`.
fn name(users: &str, wanted: u32) -> Option<&str> {
    users.lines().find_map(|line| {
        let mut fields = line.split(':');
        let name = fields.next()?;
        (fields.nth(1)?.parse::<u32>() == Ok(wanted)).then_some(name)
    })
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::{name, of_another};

    #[test]
    fn root_alone_is_refused_where_something_is_another_users() {
        let place = |name: &str, owner| (PathBuf::from(name), owner);
        for (worker, owners, refused) in [
            (0, [0, 0], None),
            (0, [33, 33], Some(("database", 33))),
            (0, [0, 33], Some(("files", 33))),
            (33, [33, 33], None),
            (33, [34, 0], None),
        ] {
            let found = of_another(worker, [place("database", owners[0]), place("files", owners[1])]);
            assert_eq!(found, refused.map(|(name, owner)| place(name, owner)), "{worker} {owners:?}");
        }
    }

    #[test]
    fn a_user_is_called_by_name() {
        let users =
            "root:x:0:0:root:/root:/bin/sh\nbroken\nschalter:x:998:997::/var/lib/schalter:/bin/false\n";
        assert_eq!(name(users, 998), Some("schalter"));
        assert_eq!(name(users, 997), None, "this is a group");
        assert_eq!(name("", 0), None);
    }
}
