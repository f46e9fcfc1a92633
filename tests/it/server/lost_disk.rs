//! The running server when the directory of the files is gone, as with a disk that is not mounted any more: it makes no new
//! one, acknowledges nothing that it cannot keep, and goes on when the directory is back.

use std::fs;

use tests::{
    servers::binary::{Server, Site},
    wait::until,
};

const CONFIG: &str = "[server]\nbind = \"127.0.0.1:0\"\n[[mail.mailbox]]\naddress = \"tickets@example.org\"\n\
                      queue = \"Support\"\n";

fn message(id: &str) -> String {
    format!(
        "From: kim@customer.example\r\nTo: tickets@example.org\r\nSubject: Printer {id}\r\n\
         Message-ID: <{id}@customer.example>\r\n\r\nIt does not print.\r\n"
    )
}

async fn ready(server: &Server) -> (u16, String) {
    let answer = reqwest::get(format!("{}/readyz", server.url())).await.expect("an answer");
    (answer.status().as_u16(), answer.text().await.expect("text"))
}

#[tokio::test]
async fn a_directory_of_files_that_is_gone_is_not_made_again_and_nothing_is_acknowledged_without_it() {
    tests::servers::choose_cryptography();
    let site = Site::new(CONFIG);
    let server = site.serve(&[]).await;
    assert!(site.succeed(&["mail", "import"], message("one")).contains("\"created\""));
    let (files, away) = (site.path().join("data/blobs"), site.path().join("away"));
    fs::rename(&files, &away).expect("it is taken away");

    assert_eq!(ready(&server).await, (503, "the directory of the files is missing\n".to_owned()));
    until("the reason in the log", || {
        let told = server.log().contains("for files is missing; is its disk mounted?");
        std::future::ready(told.then_some(()))
    })
    .await;
    let kept = site.run(&["mail", "import"], message("two"));
    assert_eq!(kept.status.code(), Some(75), "the mail server keeps it: {kept:?}");
    assert!(!files.exists(), "no second directory hides the first one");

    // What is left of a disk that is not mounted is an empty directory.
    fs::create_dir(&files).expect("an empty place");
    assert_eq!(ready(&server).await.0, 503);
    let kept = site.run(&["mail", "import"], message("two"));
    assert_eq!(kept.status.code(), Some(75), "the mail server keeps it: {kept:?}");
    let backup = site.run(&["backup", "copy"], "");
    assert_eq!(backup.status.code(), Some(1), "it would be one without files: {backup:?}");
    assert_eq!(fs::read_dir(&files).expect("it is there").count(), 0);

    fs::remove_dir(&files).expect("empty");
    fs::rename(&away, &files).expect("it is back");
    assert_eq!(ready(&server).await, (200, "ready\n".to_owned()));
    assert!(site.succeed(&["mail", "import"], message("two")).contains("\"created\""));
    assert!(site.succeed(&["backup", "copy"], "").contains("2 files"));
    assert!(server.stop().await.success());
}
