//! Root does not work on what belongs to the service's user, who could not write there afterwards.

use std::{fs, os::unix::fs::MetadataExt as _, path::Path};

use tests::servers::{
    binary::{Site, give},
    postfix::user,
};

const CONFIG: &str = "[server]\nbind = \"127.0.0.1:0\"\n[[mail.mailbox]]\naddress = \"tickets@example.org\"\n\
                      queue = \"Support\"\n";
const MESSAGE: &str = "From: kim@customer.example\r\nTo: tickets@example.org\r\nSubject: Printer\r\n\
                       Message-ID: <one@customer.example>\r\n\r\nIt does not print.\r\n";

/// A command of root is refused with this status, in one line that says as whom to call it.
fn refused(site: &Site, arguments: &[&str], status: i32, place: &Path) {
    let output = site.run(arguments, MESSAGE);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!((output.status.code(), said.lines().count()), (Some(status), 1), "{arguments:?}: {said}");
    let begins = format!("schalter: {} belongs to the user nobody, ", place.display());
    assert!(said.starts_with(&begins) && said.contains("sudo -u nobody schalter"), "{arguments:?}: {said}");
    assert!(output.stdout.is_empty(), "{output:?}");
}

/// Whatever lies below a directory is of this user.
fn check_owner(directory: &Path, uid: u32) {
    for entry in fs::read_dir(directory).expect("a directory").flatten() {
        let path = entry.path();
        assert_eq!(entry.metadata().expect("it is there").uid(), uid, "{}", path.display());
        if path.is_dir() {
            check_owner(&path, uid);
        }
    }
}

#[test]
fn root_is_told_as_whom_to_work_and_leaves_nothing_behind() {
    let site = Site::migrated(CONFIG);
    let (data, nobody) = (site.path().join("data"), user("nobody"));
    give(&data, nobody);
    let database = data.join("schalter.db");
    // A mail server keeps the message and tries again.
    refused(&site, &["mail", "import"], 75, &database);
    let create = ["user", "create", "--email", "ann@example.org", "--name", "Ann"];
    for arguments in [&create[..], &["token", "list"], &["blobs", "sweep"], &["migrate"]] {
        refused(&site, arguments, 1, &database);
    }
    assert!(!site.path().join("copy").exists());
    refused(&site, &["serve"], 1, &database);
    check_owner(&data, nobody.0);
}

#[test]
fn a_new_installation_is_not_made_by_root_in_a_directory_of_another_user() {
    let site = Site::new(CONFIG);
    give(site.path(), user("nobody"));
    refused(&site, &["migrate"], 1, site.path());
    assert!(!site.path().join("data").exists());
}

#[test]
fn files_of_another_user_are_left_to_them_also_where_the_database_is_a_server() {
    let files = Site::new("");
    let attachments = files.path().join("blobs/attachments");
    fs::create_dir_all(&attachments).expect("a directory");
    give(&attachments, user("nobody"));
    let site = Site::new(&format!(
        "{CONFIG}[database]\nurl = \"postgres://nobody@127.0.0.1:1/none\"\n[blobs]\nurl = \"file://{}\"\n",
        files.path().join("blobs").display()
    ));
    refused(&site, &["mail", "import"], 75, &attachments);
}
