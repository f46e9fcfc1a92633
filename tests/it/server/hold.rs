//! One server on one SQLite database: a second one waits for the first to stop, and then gives up in one clear line.

use std::process::{Command, Stdio};

use tests::servers::{
    binary::{Server, Site},
    free_port,
};

const SHORT: &str = "[server]\nbind = \"127.0.0.1:0\"\nstop_within = \"1s\"\n[[mail.mailbox]]\n\
                     address = \"tickets@example.org\"\nqueue = \"Support\"\n";

fn refused(mut command: Command) -> String {
    let output = command.stdin(Stdio::null()).output().expect("it ends");
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    let lines: Vec<_> = errors.lines().filter(|line| line.starts_with("schalter: ")).collect();
    assert_eq!(lines.len(), 1, "one clear line: {errors}");
    lines[0].to_owned()
}

#[tokio::test]
async fn a_second_server_on_one_database_says_so_and_touches_nothing() {
    let site = Site::new(SHORT);
    let server = site.serve(&[]).await;
    let database = site.path().join("data/schalter.db");
    let alias = site.path().join("link.db");
    std::os::unix::fs::symlink(&database, &alias).expect("a link");
    for url in ["sqlite:data/../data/schalter.db", "sqlite://link.db", "sqlite://./data/schalter.db"] {
        let mut second = site.command(&["serve"]);
        second.env("SCHALTER_DATABASE__URL", url);
        let line = refused(second);
        assert!(line.contains("another `schalter serve` (process "), "{url}: {line}");
        assert!(line.contains(&site.path().display().to_string()) && line.contains("within 1s"), "{line}");
    }
    // Commands beside it are welcome all the same.
    let message = "From: kim@customer.example\r\nMessage-ID: <1@customer.example>\r\n\r\nHello\r\n";
    assert!(site.succeed(&["mail", "import"], message).contains("\"created\""));
    server.kill();
    let next = site.serve(&[]).await;
    assert!(next.stop().await.success(), "a killed server leaves no lock behind");
}

#[tokio::test]
async fn a_rolling_restart_waits_for_the_one_before_also_for_its_address() {
    let port = free_port();
    let site = Site::new(&SHORT.replace("127.0.0.1:0", &format!("127.0.0.1:{port}")).replace("1s", "30s"));
    let first = site.serve(&[]).await;
    // Both under one address: the second one finds it taken, and the lock held.
    let next = tokio::spawn(Server::start(site.command(&["serve"])));
    assert!(first.stop().await.success());
    let next = next.await.expect("no panic");
    assert_eq!(status(&format!("{}/readyz", next.url())).await, 200);
    assert!(next.stop().await.success());
}

async fn status(url: &str) -> u16 {
    tests::servers::choose_cryptography();
    reqwest::get(url).await.expect("an answer").status().as_u16()
}

#[tokio::test]
async fn a_signal_ends_the_waiting() {
    let site = Site::new(&SHORT.replace("\"1s\"", "\"10m\""));
    let first = site.serve(&[]).await;
    let mut second = site.command(&["serve"]);
    second.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut waiting = tokio::process::Command::from(second).kill_on_drop(true).spawn().expect("it starts");
    let mut lines =
        tokio::io::AsyncBufReadExt::lines(tokio::io::BufReader::new(waiting.stderr.take().expect("piped")));
    while let Some(line) = lines.next_line().await.expect("lines") {
        if line.contains("waiting for it to stop") {
            break;
        }
    }
    let process = waiting.id().expect("it runs").to_string();
    let sent = Command::new("sh").args(["-c", &format!("kill -TERM {process}")]).status().expect("a shell");
    assert!(sent.success());
    assert!(waiting.wait().await.expect("it ends").success());
    assert!(first.stop().await.success());
}
