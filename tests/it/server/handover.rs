//! `schalter mail import` beside a running server: who takes the messages, and that none is lost or doubled on the way.

use std::{
    os::unix::fs::{FileTypeExt as _, PermissionsExt as _, chown},
    path::{Path, PathBuf},
    process::{Child, Stdio},
};

use serde_json::Value;
use tests::{
    servers::{
        binary::{Server, Site},
        choose_cryptography,
        postfix::user,
        postgres::fresh_database,
    },
    wait::until,
};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::{UnixListener, UnixStream},
};

const CONFIG: &str = "
[server]
bind = \"127.0.0.1:0\"
[[mail.mailbox]]
address = \"tickets@example.org\"
queue = \"Support\"
[[mail.mailbox]]
address = \"billing@example.org\"
queue = \"Billing\"
";

fn message(id: &str) -> String {
    format!(
        "From: Kim <kim@customer.example>\r\nTo: tickets@example.org\r\nSubject: Printer {id}\r\n\
         Message-ID: <{id}@customer.example>\r\n\r\nIt does not print.\r\n"
    )
}

fn lines(printed: &str) -> Vec<Value> {
    printed.lines().map(|line| serde_json::from_str(line).expect("one JSON object a line")).collect()
}

/// Outcome and ticket of each line.
fn outcomes(printed: &str) -> Vec<(String, i64)> {
    let outcome = |line: &Value| line["outcome"].as_str().expect("an outcome").to_owned();
    lines(printed).iter().map(|line| (outcome(line), line["ticket"].as_i64().unwrap_or_default())).collect()
}

/// How many messages this server was handed over.
async fn handed_over(server: &Server) -> u64 {
    choose_cryptography();
    let page = reqwest::get(format!("{}/metrics", server.url())).await.expect("an answer");
    let page = page.text().await.expect("text");
    let line = page.lines().find_map(|line| line.strip_prefix("schalter_import_handed_over_total "));
    line.unwrap_or_else(|| panic!("it is not counted:\n{page}")).parse().expect("a number")
}

fn socket(site: &Site) -> PathBuf {
    site.path().join("data/import.sock")
}

fn is_socket(path: &Path) -> bool {
    std::fs::symlink_metadata(path).is_ok_and(|found| found.file_type().is_socket())
}

/// An import of this file that was started.
fn start(site: &Site, file: &str) -> Child {
    let mut command = site.command(&["mail", "import", file]);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts")
}

#[tokio::test]
async fn a_running_server_takes_the_messages_and_nobody_sees_a_difference() {
    let site = Site::new(CONFIG);
    let alone = Site::migrated(CONFIG);
    let server = site.serve(&[]).await;
    assert_eq!(handed_over(&server).await, 0);
    let arguments = ["mail", "import", "--mailbox", "billing@example.org"];
    let by_server = site.run(&arguments, message("one"));
    let by_itself = alone.run(&arguments, message("one"));
    assert_eq!(by_server.status.code(), Some(0), "{by_server:?}");
    assert_eq!(handed_over(&server).await, 1);
    let begins = "{\"outcome\":\"created\",\"ticket\":10001,\"comment\":";
    let lines = [by_server.stdout, by_itself.stdout].map(|printed| {
        let printed = String::from_utf8(printed).expect("text");
        assert!(printed.starts_with(begins) && printed.ends_with("}\n"), "{printed}");
        let mut line: Value = serde_json::from_str(&printed).expect("JSON");
        // Each comment has an id of its own.
        line["comment"].take();
        line
    });
    assert_eq!(lines[0], lines[1]);
    let named = format!("database: {}\n", site.path().join("data/schalter.db").display());
    assert_eq!(String::from_utf8_lossy(&by_server.stderr), named);
    assert_eq!(outcomes(&site.succeed(&["mail", "import", "-"], message("one")))[0].0, "duplicate");
    assert_eq!(handed_over(&server).await, 2);
    assert!(server.stop().await.success());
    assert!(!socket(&site).exists(), "it goes with its server");
}

#[tokio::test]
async fn every_file_gets_its_line_in_its_place() {
    let site = Site::new(CONFIG);
    let server = site.serve(&[]).await;
    let mut names =
        vec!["a.eml".to_owned(), "missing.eml".to_owned(), "empty.eml".to_owned(), "-".to_owned()];
    std::fs::write(site.path().join("empty.eml"), "\r\n").expect("written");
    std::fs::write(site.path().join("a.eml"), message("a")).expect("written");
    for number in 0..20 {
        let name = format!("{number}.eml");
        std::fs::write(site.path().join(&name), message(&name)).expect("written");
        names.push(name);
    }
    let arguments: Vec<&str> =
        ["mail", "import"].into_iter().chain(names.iter().map(String::as_str)).collect();
    let output = site.run(&arguments, message("pipe"));
    assert_eq!(output.status.code(), Some(75), "one of them is missing: {output:?}");
    let said = lines(&String::from_utf8_lossy(&output.stdout));
    let subjects: Vec<_> = said.iter().filter_map(|line| line["subject"].as_str()).collect();
    let expected = ["a", "pipe"].map(str::to_owned).into_iter();
    let expected = expected.chain((0..20).map(|number| format!("{number}.eml")));
    assert_eq!(subjects, expected.map(|id| format!("Printer {id}")).collect::<Vec<_>>());
    assert_eq!(said[1]["outcome"], "failed");
    assert!(said[1]["reason"].as_str().is_some_and(|reason| reason.contains("missing.eml")), "{}", said[1]);
    assert_eq!(said[2]["outcome"], "ignored");
    assert_eq!(said[2]["reason"], "empty.eml is empty");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(errors.contains("1 of the messages could not be stored; deliver them again"), "{errors}");
    assert_eq!(handed_over(&server).await, 22);
    assert!(server.stop().await.success());
}

#[tokio::test]
async fn an_unknown_mailbox_is_refused_with_the_same_words() {
    let site = Site::new(CONFIG);
    let arguments = ["mail", "import", "--mailbox", "nobody@example.org"];
    let server = site.serve(&[]).await;
    for input in [message("one"), String::new()] {
        let refused = site.run(&arguments, input);
        assert_eq!(refused.status.code(), Some(75), "the mail server keeps it: {refused:?}");
        assert!(refused.stdout.is_empty(), "{refused:?}");
        let said = String::from_utf8_lossy(&refused.stderr).into_owned();
        let words = "--mailbox \"nobody@example.org\" is neither a mailbox (tickets@example.org, billing@example.org) \
                     nor the address of a queue";
        assert!(said.contains(words), "{said}");
        assert_eq!(said.matches("database: ").count(), 1, "{said}");
    }
    assert_eq!(handed_over(&server).await, 0);
    assert!(server.stop().await.success());
}

#[tokio::test]
async fn where_a_server_was_killed_the_command_works_by_itself_and_the_next_server_takes_over() {
    let site = Site::new(CONFIG);
    site.serve(&[]).await.kill();
    assert!(is_socket(&socket(&site)), "it is left over");
    let said = outcomes(&site.succeed(&["mail", "import"], message("one")));
    assert_eq!(said, [("created".to_owned(), 10_001)]);
    let server = site.serve(&[]).await;
    let said = outcomes(&site.succeed(&["mail", "import"], message("two")));
    assert_eq!(said, [("created".to_owned(), 10_002)]);
    assert_eq!(handed_over(&server).await, 1);
    assert!(server.stop().await.success());
}

/// Stands between command and server, and breaks the connection once the server has answered.
fn cut_off_the_answers(site: &Site) {
    let (path, behind) = (socket(site), site.path().join("data/behind.sock"));
    std::fs::rename(&path, &behind).expect("the server listens there");
    let listener = UnixListener::bind(&path).expect("bound");
    tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            let Ok(server) = UnixStream::connect(&behind).await else { continue };
            let ((mut from_client, mut to_client), (from_server, mut to_server)) =
                (client.into_split(), server.into_split());
            let mut from_server = BufReader::new(from_server);
            let mut greeting = String::new();
            from_server.read_line(&mut greeting).await.expect("a greeting");
            to_client.write_all(greeting.as_bytes()).await.expect("passed on");
            let forward =
                tokio::spawn(async move { tokio::io::copy(&mut from_client, &mut to_server).await });
            let mut answer = String::new();
            from_server.read_line(&mut answer).await.expect("an answer");
            assert!(answer.contains("\"created\""), "the message is committed: {answer}");
            forward.abort();
        }
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_whose_answer_is_lost_is_neither_lost_nor_doubled() {
    let site = Site::new(CONFIG);
    let server = site.serve(&[]).await;
    cut_off_the_answers(&site);
    let said = outcomes(&site.succeed(&["mail", "import"], message("one")));
    assert_eq!(said, [("duplicate".to_owned(), 10_001)], "the ledger knows that the server took it");
    assert_eq!(handed_over(&server).await, 1);
    // The same with several, of which the first ones were taken.
    let names = ["a.eml", "b.eml", "c.eml"];
    for name in names {
        std::fs::write(site.path().join(name), message(name)).expect("written");
    }
    let said = outcomes(&site.succeed(&[&["mail", "import"][..], &names[..]].concat(), ""));
    let tickets: Vec<i64> = said.iter().map(|(_, ticket)| *ticket).collect();
    assert_eq!(tickets, [10_002, 10_003, 10_004], "{said:?}");
    assert!(said.iter().all(|(outcome, _)| outcome == "created" || outcome == "duplicate"), "{said:?}");
    assert!(server.stop().await.success());
    let again = outcomes(&site.succeed(&["mail", "import"], message("last")));
    assert_eq!(again, [("created".to_owned(), 10_005)], "no ticket came of a message twice");
}

#[tokio::test]
async fn a_server_of_another_user_is_believed_in_a_directory_of_theirs_alone() {
    let site = Site::new(CONFIG);
    let server = site.serve_as(user("nobody")).await;
    let said = outcomes(&site.succeed(&["mail", "import"], message("one")));
    assert_eq!(said, [("created".to_owned(), 10_001)]);
    assert_eq!(handed_over(&server).await, 1, "root imports into what is theirs");
    // Where others may write, anybody could listen and say that a message is stored.
    let data = site.path().join("data");
    chown(&data, Some(0), Some(0)).expect("this test needs root, as Postfix does");
    std::fs::set_permissions(&data, std::fs::Permissions::from_mode(0o777)).expect("set");
    let output = site.run(&["mail", "import"], message("two"));
    assert_eq!(
        output.status.code(),
        Some(75),
        "what root would store beside it, nobody could write: {output:?}"
    );
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(errors.contains("messages are not handed over: another user listens at the socket"), "{errors}");
    assert!(errors.contains("sudo -u nobody schalter"), "{errors}");
    assert_eq!(handed_over(&server).await, 1);
    assert!(server.stop().await.success());
}

#[tokio::test]
async fn why_a_socket_cannot_be_used_is_logged_once_by_the_server_and_by_the_command_if_asked() {
    let site = Site::new(CONFIG);
    std::fs::create_dir_all(socket(&site)).expect("something else lies in its place");
    let closed = std::fs::Permissions::from_mode(0o700);
    std::fs::set_permissions(site.path().join("data"), closed).expect("as a server leaves it");
    let server = site.serve(&[]).await;
    let path = socket(&site).display().to_string();
    let told = until("the reason in the log", || async {
        let log = server.log();
        let told: Vec<&str> =
            log.lines().filter(|line| line.contains("cannot listen for `mail import`")).collect();
        (!told.is_empty()).then(|| told.join("\n"))
    })
    .await;
    assert_eq!(told.lines().count(), 1, "{told}");
    assert!(told.contains("WARN") && told.contains(&path) && told.contains("os error"), "{told}");
    // A mail server takes what a pipe says for a complaint, so it says nothing more than usual.
    let output = site.run(&["mail", "import"], message("one"));
    assert_eq!(outcomes(&String::from_utf8_lossy(&output.stdout)), [("created".to_owned(), 10_001)]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!said.contains("import.sock") && !said.contains("no running server"), "{said}");
    std::fs::write(site.path().join("two.eml"), message("two")).expect("written");
    let mut asked = site.command(&["mail", "import", "two.eml"]);
    asked.env("SCHALTER_LOG__LEVEL", "debug").stdin(Stdio::null());
    let output = asked.output().expect("it ends");
    let said = String::from_utf8_lossy(&output.stderr);
    let reason = said.lines().find(|line| line.contains("no running server takes messages"));
    assert!(reason.is_some_and(|line| line.contains(&path) && line.contains("os error")), "{said}");
    assert!(server.stop().await.success());
}

#[tokio::test]
async fn the_same_message_by_two_imports_at_a_time_is_one_ticket() {
    let site = Site::new(CONFIG);
    let server = site.serve(&[]).await;
    std::fs::write(site.path().join("one.eml"), message("one")).expect("written");
    let imports: Vec<Child> = (0..6).map(|_| start(&site, "one.eml")).collect();
    let mut said = Vec::new();
    for import in imports {
        let output = import.wait_with_output().expect("it ends");
        assert!(output.status.success(), "{output:?}");
        said.extend(outcomes(&String::from_utf8_lossy(&output.stdout)));
    }
    assert!(said.iter().all(|(_, ticket)| *ticket == 10_001), "{said:?}");
    assert_eq!(said.iter().filter(|(outcome, _)| outcome == "created").count(), 1, "{said:?}");
    assert_eq!(handed_over(&server).await, 6);
    assert!(server.stop().await.success());
}

#[tokio::test]
async fn on_postgresql_the_socket_lies_in_the_directory_of_the_files() {
    let database = fresh_database().await;
    let site = Site::new(&format!("{CONFIG}[database]\nurl = \"{database}\"\n"));
    let server = site.serve(&[]).await;
    assert!(is_socket(&site.path().join("data/blobs/import.sock")));
    let said = outcomes(&site.succeed(&["mail", "import"], message("one")));
    assert_eq!(said, [("created".to_owned(), 10_001)]);
    assert_eq!(handed_over(&server).await, 1);
    // Another database with the same files is another installation.
    let other = Site::new(&format!(
        "{CONFIG}[database]\nurl = \"{}\"\n[blobs]\nurl = \"file://{}\"\n",
        fresh_database().await,
        site.path().join("data/blobs").display()
    ));
    let _migrated = other.succeed(&["migrate"], "");
    let said = outcomes(&other.succeed(&["mail", "import"], message("two")));
    assert_eq!(said, [("created".to_owned(), 10_001)], "it is not taken by the server of another database");
    assert_eq!(handed_over(&server).await, 1);
    assert!(server.stop().await.success());
}

#[tokio::test]
async fn where_the_path_is_too_long_for_a_socket_everything_else_works() {
    let site = Site::new(&format!("{CONFIG}[database]\nurl = \"sqlite://{}a.db\"\n", "long/".repeat(24)));
    let server = site.serve(&[]).await;
    let said = outcomes(&site.succeed(&["mail", "import"], message("one")));
    assert_eq!(said, [("created".to_owned(), 10_001)]);
    assert_eq!(handed_over(&server).await, 0);
    // The page asks the database, which knows of the message all the same.
    until("the message in the ledger", || async {
        choose_cryptography();
        let page = reqwest::get(format!("{}/metrics", server.url())).await.ok()?.text().await.ok()?;
        page.contains("schalter_mails_received{outcome=\"created\"} 1").then_some(())
    })
    .await;
    assert!(server.stop().await.success());
}
