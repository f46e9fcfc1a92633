//! Connections are counted and timed: whoever is silent, slow or too many keeps nobody else out.

use std::io::ErrorKind;

use tests::servers::binary::{Server, Site};
use tests::wait::until;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

const HEALTH: &str = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n";

async fn site(limits: &str) -> (Site, Server) {
    let site = Site::new(&format!("[server]\nbind = \"127.0.0.1:0\"\n[limits]\n{limits}"));
    let server = site.serve(&[]).await;
    (site, server)
}

async fn connect(server: &Server) -> TcpStream {
    TcpStream::connect(server.url().trim_start_matches("http://")).await.expect("a connection")
}

/// Sends this, and answers everything that comes until the server closes.
async fn told(server: &Server, request: &str) -> String {
    rest(connect(server).await, request).await
}

async fn rest(mut stream: TcpStream, request: &str) -> String {
    let mut answer = Vec::new();
    let sent = stream.write_all(request.as_bytes()).await;
    match stream.read_to_end(&mut answer).await {
        Ok(_) => {}
        // A connection that was refused may end in a reset.
        Err(error) if error.kind() == ErrorKind::ConnectionReset => {}
        Err(error) => panic!("{error} ({sent:?})"),
    }
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn whoever_does_not_finish_the_head_of_a_request_is_left() {
    let (_site, server) = site("header_timeout = \"1s\"\nidle_timeout = \"1s\"\n").await;
    for beginning in ["", "P", "PRI * HTTP/2.0\r\n", "GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: "] {
        assert_eq!(told(&server, beginning).await, "", "{beginning:?}");
    }
    let answered = told(&server, HEALTH).await;
    assert!(answered.starts_with("HTTP/1.1 200"), "and an idle one too, after its answer: {answered}");
    assert!(server.stop().await.success());
}

#[tokio::test]
async fn whoever_does_not_finish_a_body_is_left() {
    let (_site, server) = site("body_timeout = \"1s\"\nidle_timeout = \"1s\"\n").await;
    let head =
        "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{";
    let answer = told(&server, head).await;
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    assert!(server.stop().await.success());
}

#[tokio::test]
async fn a_form_that_does_not_arrive_is_answered_with_a_page_that_says_so() {
    let (_site, server) = site("body_timeout = \"1s\"\nidle_timeout = \"1s\"\n").await;
    let part = "--x\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nhal";
    for (kind, begun) in
        [("application/x-www-form-urlencoded", "email=a"), ("multipart/form-data; boundary=x", part)]
    {
        let head = format!(
            "POST /login HTTP/1.1\r\nHost: x\r\nAccept-Language: en\r\nContent-Type: {kind}\r\nContent-Length: 1000\r\n\r\n{begun}"
        );
        let answer = told(&server, &head).await;
        assert!(answer.starts_with("HTTP/1.1 408"), "{kind}: {answer}");
        assert!(answer.contains("The upload took too long."), "{kind}: {answer}");
    }
    assert!(server.stop().await.success());
}

#[tokio::test]
async fn silent_connections_give_way_to_whoever_asks() {
    let (_site, server) = site("connections = 8\nconnections_per_address = 4\n").await;
    let mut silent = Vec::new();
    for _ in 0..100 {
        silent.push(connect(&server).await);
    }
    let health = "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    assert!(told(&server, health).await.starts_with("HTTP/1.1 200"));
    let login = "GET /login HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    assert!(told(&server, login).await.starts_with("HTTP/1.1 200"));
    assert!(server.stop().await.success());
}

#[tokio::test]
async fn health_checks_are_answered_when_every_place_is_busy_and_others_are_told_to_wait() {
    let (_site, server) = site("connections = 2\n").await;
    let head = "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\
                Expect: 100-continue\r\nConnection: close\r\n\r\n";
    let mut busy = Vec::new();
    for _ in 0..2 {
        let mut stream = connect(&server).await;
        stream.write_all(head.as_bytes()).await.expect("written");
        // The server wants to read the body: the request is under way.
        let mut answer = [0; 12];
        stream.read_exact(&mut answer).await.expect("an answer");
        assert_eq!(&answer, b"HTTP/1.1 100");
        busy.push(stream);
    }
    for path in ["/healthz", "/readyz"] {
        let answer =
            told(&server, &format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")).await;
        assert!(answer.starts_with("HTTP/1.1 200"), "{path}: {answer}");
    }
    let answer = told(&server, "GET /login HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await;
    assert!(answer.starts_with("HTTP/1.1 503"), "{answer}");
    assert!(answer.to_ascii_lowercase().contains("\r\nretry-after: "), "{answer}");
    for stream in busy {
        let answer = rest(stream, "not json!").await;
        assert!(answer.contains("HTTP/1.1 400"), "those under way are not disturbed: {answer}");
    }
    assert!(server.stop().await.success());
}

#[tokio::test]
async fn an_answer_arrives_although_its_client_is_still_sending() {
    let (_site, server) = site("").await;
    let size = 8 << 20;
    let head = format!("POST /none HTTP/1.1\r\nHost: x\r\nContent-Length: {size}\r\n\r\n");
    let mut stream = connect(&server).await;
    stream.write_all(head.as_bytes()).await.expect("written");
    for _ in 0..(size >> 16) {
        stream.write_all(&vec![0; 1 << 16]).await.expect("the server does not slam the door");
    }
    stream.shutdown().await.expect("no more");
    let answer = rest(stream, "").await;
    assert!(answer.starts_with("HTTP/1.1 "), "{answer:?}");
    assert!(server.stop().await.success());
}

#[tokio::test]
async fn the_limit_of_open_files_is_raised_at_the_start() {
    let site = Site::new("[server]\nbind = \"127.0.0.1:0\"\n[log]\nlevel = \"debug\"\n");
    let mut command = std::process::Command::new("sh");
    let schalter = tests::servers::binary::binary();
    let serve = "ulimit -S -n 64 && ulimit -H -n 512 && exec \"$0\" serve";
    command.args(["-c", serve]).arg(schalter).arg("--config").arg(site.path().join("schalter.toml"));
    command.current_dir(site.path());
    let server = Server::start(command).await;
    // It binds before it accepts, and says so.
    until("the server to accept connections", || {
        std::future::ready(server.log().contains("accepting connections").then_some(()))
    })
    .await;
    let pid = server.pid();
    let limits = std::fs::read_to_string(format!("/proc/{pid}/limits")).expect("limits");
    let line = limits.lines().find(|line| line.starts_with("Max open files")).expect("a line");
    let numbers: Vec<_> = line.split_whitespace().filter_map(|word| word.parse::<u64>().ok()).collect();
    assert_eq!(numbers, [512, 512], "{line}");
    // What the process itself holds open is not theirs, nor what `mail import` may.
    assert!(server.log().contains("connections=276"), "{}", server.log());
    assert!(server.stop().await.success());
}

#[test]
fn too_few_open_files_are_told_in_one_line_before_anything_is_made() {
    let site = Site::new("[server]\nbind = \"127.0.0.1:0\"\n");
    let mut command = std::process::Command::new("sh");
    command.args(["-c", "ulimit -n 64 && exec \"$0\" serve"]).arg(tests::servers::binary::binary());
    command.arg("--config").arg(site.path().join("schalter.toml")).current_dir(site.path());
    let output = command.stdin(std::process::Stdio::null()).output().expect("it runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!((output.status.code(), said.lines().count()), (Some(1), 1), "{said}");
    assert!(
        said.starts_with("schalter: the limit of open files is 64, and this server needs at least "),
        "{said}"
    );
    assert!(said.contains("LimitNOFILE="), "{said}");
    assert!(!site.path().join("data").exists());
}
