//! `schalter mail import`: the pipe of a mail server and a directory of old mails.

use serde_json::Value;
use tests::{postbox, servers::binary::Site};

const CONFIG: &str = "
[mail]
from = \"Support <tickets@example.org>\"
[[mail.mailbox]]
address = \"tickets@example.org\"
queue = \"Support\"
[[mail.mailbox]]
address = \"billing@example.org\"
queue = \"Billing\"
";

fn message(id: &str, extra: &str) -> String {
    format!(
        "From: Kim <kim@customer.example>\r\nTo: tickets@example.org\r\nSubject: Printer {id}\r\n\
         Message-ID: <{id}@customer.example>\r\n{extra}\r\nIt does not print.\r\n"
    )
}

fn lines(printed: &str) -> Vec<Value> {
    printed.lines().map(|line| serde_json::from_str(line).expect("one JSON object a line")).collect()
}

#[test]
fn s01_a_message_from_the_pipe_becomes_a_ticket_and_the_same_again_does_not() {
    let site = Site::migrated(CONFIG);
    let first = lines(&site.succeed(&["mail", "import"], message("one", "")));
    assert_eq!(first.len(), 1);
    assert_eq!(first[0]["outcome"], "created");
    assert_eq!(first[0]["ticket"], 10_001);
    assert_eq!(first[0]["messageId"], "one@customer.example");
    assert_eq!(first[0]["from"]["address"], "kim@customer.example");
    assert_eq!(first[0]["subject"], "Printer one");
    assert_eq!(first[0]["text"], "It does not print.");
    assert_eq!(first[0]["automatic"], false);
    let again = lines(&site.succeed(&["mail", "import", "-"], message("one", "")));
    assert_eq!(again[0]["outcome"], "duplicate");
    assert_eq!(again[0]["ticket"], 10_001);
}

#[test]
fn every_file_gets_its_line_and_one_that_is_missing_stops_no_other() {
    let site = Site::migrated(CONFIG);
    for name in ["a", "b"] {
        std::fs::write(site.path().join(format!("{name}.eml")), message(name, "")).expect("written");
    }
    std::fs::write(site.path().join("empty.eml"), "").expect("written");
    let output = site.run(&["mail", "import", "a.eml", "missing.eml", "empty.eml", "b.eml"], "");
    assert_eq!(output.status.code(), Some(75), "{output:?}");
    let lines = lines(&String::from_utf8_lossy(&output.stdout));
    let outcomes: Vec<_> = lines.iter().map(|line| line["outcome"].as_str().unwrap_or_default()).collect();
    assert_eq!(outcomes, ["created", "failed", "ignored", "created"]);
    assert!(lines[1]["reason"].as_str().is_some_and(|reason| reason.contains("missing.eml")), "{}", lines[1]);
}

#[test]
fn a_mailbox_is_named_in_any_spelling_and_an_unknown_one_is_refused() {
    let site = Site::migrated(&CONFIG.replace("billing@example.org", "billing@bücher.example"));
    for (index, address) in
        ["Billing@xn--bcher-kva.example", "billing+10034-x@BÜCHER.example", "tickets@example.org"]
            .iter()
            .enumerate()
    {
        let said = lines(
            &site.succeed(&["mail", "import", "--mailbox", address], message(&format!("m{index}"), "")),
        );
        assert_eq!(said[0]["outcome"], "created", "{address}");
    }
    let refused = site.run(&["mail", "import", "--mailbox", "nobody@example.org"], message("one", ""));
    assert_eq!(refused.status.code(), Some(75), "the mail server keeps it: {refused:?}");
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(
        said.contains("nobody@example.org") && said.contains("tickets@example.org, billing@bücher"),
        "{said}"
    );
}

#[test]
fn a_mail_server_keeps_its_message_while_we_cannot_even_read_our_configuration() {
    let site = Site::new("[server]\nbnid = \"x\"\n");
    let output = site.run(&["mail", "import"], message("one", ""));
    assert_eq!(output.status.code(), Some(75), "{output:?}");
    assert!(String::from_utf8_lossy(&output.stderr).contains("schalter.toml:2: server.bnid"));
}

#[test]
fn whoever_stops_reading_the_lines_stops_no_import() {
    let site = Site::migrated(CONFIG);
    for name in ["a", "b", "c"] {
        std::fs::write(site.path().join(format!("{name}.eml")), message(name, "")).expect("written");
    }
    let mut command = site.command(&["mail", "import", "a.eml", "b.eml", "c.eml"]);
    let piped = std::process::Stdio::piped;
    let mut child = command.stdin(piped()).stdout(piped()).stderr(piped()).spawn().expect("it starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let next = lines(&site.succeed(&["mail", "import"], message("d", "")));
    assert_eq!(next[0]["ticket"], 10_004, "the three before are all there");
}

#[tokio::test]
async fn what_was_imported_is_confirmed_once_the_server_runs() {
    let site = Site::migrated(&format!("{CONFIG}[server]\nbind = \"127.0.0.1:0\"\n"));
    let _said = site.succeed(&["mail", "import"], message("one", ""));
    let server = site.serve(&[]).await;
    let outbox = site.path().join("data/outbox");
    let mail = tests::wait::until("the confirmation", || {
        std::future::ready(postbox::captured(&outbox).into_iter().next())
    })
    .await;
    assert_eq!(mail.to, "kim@customer.example");
    assert!(mail.subject.contains("#10001]"), "{}", mail.subject);
    assert!(server.stop().await.success());
    assert_eq!(postbox::captured(&outbox).len(), 1);
}

#[test]
fn the_mailbox_that_the_pipe_names_decides_the_queue() {
    let site = Site::migrated(CONFIG);
    let blind = message("one", "").replace("To: tickets@example.org\r\n", "");
    let line = lines(&site.succeed(&["mail", "import", "--mailbox", "billing@example.org"], blind));
    assert_eq!(line[0]["outcome"], "created", "{}", line[0]);
}

#[test]
fn an_empty_message_is_answered_for_good() {
    let site = Site::migrated(CONFIG);
    for nothing in ["", "\n", "\r\n \r\n"] {
        let output = site.run(&["mail", "import", "--mailbox", "tickets@example.org"], nothing);
        assert_eq!(output.status.code(), Some(0), "a mail server would bring it for ever: {output:?}");
        let line = lines(&String::from_utf8_lossy(&output.stdout));
        assert_eq!((line.len(), line[0]["outcome"].as_str()), (1, Some("ignored")), "{}", line[0]);
        assert_eq!(line[0]["reason"], "- is empty");
    }
    // What a mail server puts before an empty message makes it one of somebody.
    let envelope = "Return-Path: <kim@customer.example>\r\nDelivered-To: tickets@example.org\r\n\r\n";
    let line = lines(&site.succeed(&["mail", "import", "--mailbox", "tickets@example.org"], envelope));
    assert_ne!(line[0]["outcome"], "failed", "{}", line[0]);
}
