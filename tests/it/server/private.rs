//! What is written belongs to the service's user alone, whatever umask it was started with.

use std::{
    fs::{self, Permissions},
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
};

use tests::{
    postbox,
    servers::binary::{Server, Site},
    wait::until,
};

const CONFIG: &str = "[server]\nbind = \"127.0.0.1:0\"\n[[mail.mailbox]]\naddress = \"tickets@example.org\"\n\
                      queue = \"Support\"\n";
const MESSAGE: &str = "From: kim@customer.example\r\nTo: tickets@example.org\r\nSubject: Printer\r\n\
                       Message-ID: <one@customer.example>\r\n\r\nIt does not print.\r\n";

/// Everything below a directory, with its mode.
fn modes(directory: &Path) -> Vec<(PathBuf, u32, bool)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(directory).expect("a directory").flatten() {
        let metadata = entry.metadata().expect("it is there");
        found.push((entry.path(), metadata.permissions().mode() & 0o7777, metadata.is_dir()));
        if metadata.is_dir() {
            found.extend(modes(&entry.path()));
        }
    }
    found
}

fn check(directory: &Path) {
    for (path, mode, is_directory) in modes(directory) {
        let right = if is_directory { 0o700 } else { 0o600 };
        assert_eq!(mode, right, "{} is {mode:o}", path.display());
    }
}

#[tokio::test]
async fn nobody_else_reads_database_files_letters_and_backups() {
    let site = Site::new(CONFIG);
    let program = tests::servers::binary::binary();
    let mut loose = std::process::Command::new("sh");
    let line = format!("umask 000; exec '{}' serve --config schalter.toml", program.display());
    loose.args(["-c", &line]).current_dir(site.path());
    let server = Server::start(loose).await;
    assert!(site.succeed(&["mail", "import"], MESSAGE).contains("\"created\""));
    let outbox = site.path().join("data/outbox");
    until("the confirmation", || std::future::ready(postbox::captured(&outbox).into_iter().next())).await;
    let _said = site.succeed(&["backup", "copy"], "");
    let data = site.path().join("data");
    let names: Vec<_> = modes(&data).into_iter().map(|(path, ..)| path).collect();
    let sqlite = ["schalter.db", "schalter.db-wal", "schalter.db-shm", "schalter.db.lock"];
    for name in sqlite.into_iter().chain(["import.sock", "blobs/mails"]) {
        assert!(names.contains(&data.join(name)), "{name} is not there: {names:?}");
    }
    check(&data);
    check(&site.path().join("copy"));
    for directory in ["data", "copy"] {
        let mode = fs::metadata(site.path().join(directory)).expect("it is there").permissions().mode();
        assert_eq!(mode & 0o777, 0o700, "{directory}");
    }
    assert!(server.stop().await.success());
}

#[tokio::test]
async fn what_an_earlier_version_left_open_is_closed_at_the_start() {
    let site = Site::migrated(CONFIG);
    let database = site.path().join("data/schalter.db");
    let outbox = site.path().join("data/outbox");
    fs::create_dir_all(&outbox).expect("a directory");
    fs::write(outbox.join("old.eml"), "Subject: old\r\n\r\n").expect("a letter");
    // What a server left that was interrupted.
    let log = site.path().join("data/schalter.db-wal");
    fs::write(&log, "").expect("a log");
    let open = [&database, &log, &outbox.join("old.eml")];
    for file in open {
        fs::set_permissions(file, Permissions::from_mode(0o644)).expect("opened");
    }
    let directories = ["data/outbox", "data/blobs", "data/blobs/mails"];
    for directory in directories {
        fs::set_permissions(site.path().join(directory), Permissions::from_mode(0o755)).expect("opened");
    }
    let server = site.serve(&[]).await;
    for file in open {
        assert_eq!(mode(file), 0o600, "{}", file.display());
    }
    for directory in directories {
        assert_eq!(mode(&site.path().join(directory)), 0o700, "{directory}");
    }
    assert!(server.stop().await.success());
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).expect("it is there").permissions().mode() & 0o777
}

#[tokio::test]
async fn a_directory_that_holds_other_things_as_well_stays_as_it_is() {
    let site = Site::migrated(CONFIG);
    fs::create_dir_all(site.path().join("data/outbox")).expect("a directory");
    let shared = ["data", "data/outbox", "data/blobs"];
    for directory in shared {
        let directory = site.path().join(directory);
        fs::write(directory.join("notes.txt"), "not ours").expect("a file");
        fs::set_permissions(directory.join("notes.txt"), Permissions::from_mode(0o644)).expect("opened");
        fs::set_permissions(directory, Permissions::from_mode(0o755)).expect("opened");
    }
    fs::set_permissions(site.path().join("data/blobs/mails"), Permissions::from_mode(0o755)).expect("opened");
    let server = site.serve(&[]).await;
    for directory in shared {
        let directory = site.path().join(directory);
        assert_eq!(mode(&directory), 0o755, "{}", directory.display());
        assert_eq!(mode(&directory.join("notes.txt")), 0o644);
    }
    assert_eq!(mode(&site.path().join("data/blobs/mails")), 0o700, "this one is ours");
    assert!(server.stop().await.success());
}
