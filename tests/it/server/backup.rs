//! `schalter backup`: what was copied while the server ran can be brought back.

use tests::servers::{binary::Site, disk::Disk};

const CONFIG: &str = "[server]\nbind = \"127.0.0.1:0\"\n[[mail.mailbox]]\naddress = \"tickets@example.org\"\n\
                      queue = \"Support\"\n";
const MESSAGE: &str = "From: kim@customer.example\r\nTo: tickets@example.org\r\nSubject: Printer\r\n\
                       Message-ID: <one@customer.example>\r\n\r\nIt does not print.\r\n";

#[tokio::test]
async fn a_backup_of_a_running_server_can_be_brought_back() {
    let site = Site::new(CONFIG);
    let server = site.serve(&[]).await;
    assert!(site.succeed(&["mail", "import"], MESSAGE).contains("\"created\""));
    let said = site.succeed(&["backup", "copy"], "");
    assert!(said.starts_with("copy: schalter.db and 1 files"), "{said}");
    let second = site.run(&["backup", "copy"], "");
    assert!(String::from_utf8_lossy(&second.stderr).contains("copy already exists"), "{second:?}");
    server.kill();

    let restored = Site::new(CONFIG);
    std::fs::rename(site.path().join("copy"), restored.path().join("data")).expect("moved");
    let again = restored.succeed(&["mail", "import"], MESSAGE);
    assert!(again.contains("\"duplicate\"") && again.contains("10001"), "{again}");
}

/// Half a copy under the name of a backup would be found out on the day that it is needed.
#[test]
fn a_backup_that_does_not_fit_leaves_nothing_behind() {
    let site = Site::migrated(CONFIG);
    let disk = Disk::new("200k");
    let place = disk.path().join("copy");
    let output = site.run(&["backup", place.to_str().unwrap()], "");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(said.contains("full") && !said.contains("Error"), "{said}");
    assert!(said.contains(&format!("no backup can be written to {}", place.display())), "{said}");
    assert_eq!(std::fs::read_dir(disk.path()).unwrap().count(), 0);
}

#[test]
fn a_backup_to_a_place_that_cannot_be_names_it() {
    let site = Site::migrated(CONFIG);
    let output = site.run(&["backup", "/proc/nowhere/copy"], "");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!((output.status.code(), said.lines().count()), (Some(1), 1), "{said}");
    assert!(said.starts_with("schalter: no backup can be written to /proc/nowhere/copy: "), "{said}");
}

#[test]
fn postgresql_has_its_own_tools() {
    let site = Site::new("[database]\nurl = \"postgres://nobody@127.0.0.1:1/none\"\n");
    let output = site.run(&["backup"], "");
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("pg_dump"), "{output:?}");
}
