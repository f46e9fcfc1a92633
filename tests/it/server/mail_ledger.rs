//! `schalter mail ledger` and `schalter mail replay`: what came in, found and processed again.

use serde_json::Value;
use tests::servers::binary::Site;

const CONFIG: &str = "
[server]
bind = \"127.0.0.1:0\"
[mail]
from = \"Support <tickets@example.org>\"
mails_per_sender = 1
[[mail.mailbox]]
address = \"tickets@example.org\"
queue = \"Support\"
[[mail.mailbox]]
address = \"billing@example.org\"
queue = \"Billing\"
";

fn message(from: &str, subject: &str) -> String {
    format!(
        "From: {from}\r\nSubject: {subject}\r\nMessage-ID: <{subject}@customer.example>\r\n\r\nIt does not print.\r\n"
    )
}

/// A site with a ticket, a mail for billing, and one that is held.
fn site() -> Site {
    let site = Site::migrated(CONFIG);
    let _printed = site.succeed(&["mail", "import"], message("Kim <kim@customer.example>", "one"));
    let _printed = site.succeed(
        &["mail", "import", "--mailbox", "billing@example.org"],
        message("lea@other.example", "two"),
    );
    let _printed = site.succeed(&["mail", "import"], message("KIM@customer.example", "three\tfour"));
    site
}

fn ledger(site: &Site, asked: &[&str]) -> Vec<Value> {
    let printed = site.succeed(&[&["mail", "ledger", "--json"], asked].concat(), "");
    printed.lines().map(|line| serde_json::from_str(line).expect("one JSON object a line")).collect()
}

fn complaint(site: &Site, arguments: &[&str]) -> String {
    let output = site.run(arguments, "");
    assert_eq!(output.status.code(), Some(1), "{arguments:?}: {output:?}");
    String::from_utf8_lossy(&output.stderr).trim().to_owned()
}

#[test]
fn the_ledger_is_listed_newest_first_and_searched() {
    let site = site();
    let subjects = |asked: &[&str]| -> Vec<String> {
        ledger(&site, asked)
            .iter()
            .map(|mail| mail["subject"].as_str().unwrap_or_default().to_owned())
            .collect()
    };
    assert_eq!(subjects(&[]), ["three four", "two", "one"]);
    assert_eq!(subjects(&["--limit", "1"]), ["three four"]);
    assert_eq!(subjects(&["--outcome", "held"]), ["three four"]);
    assert_eq!(subjects(&["--outcome", "created,held"]).len(), 3);
    assert_eq!(subjects(&["--from", "kim@CUSTOMER.example"]), ["three four", "one"]);
    assert_eq!(subjects(&["--from", "@other.example"]), ["two"]);
    assert!(subjects(&["--from", "@%.example"]).is_empty(), "a sign for anything is none");
    assert_eq!(subjects(&["--mailbox", "Billing@example.org"]), ["two"]);
    assert_eq!(subjects(&["--message-id", "<one@customer.example>"]), ["one"]);
    assert_eq!(subjects(&["--ticket", "10001"]), ["one"]);
    assert_eq!(subjects(&["--since", "2020-01-01", "--before", "2099-01-01T00:00:00Z"]).len(), 3);
    assert!(subjects(&["--before", "2020-01-01"]).is_empty());
    let first = &ledger(&site, &["--ticket", "10001"])[0];
    assert_eq!((&first["outcome"], &first["ticket"]), (&"created".into(), &10_001.into()));
    let id = first["id"].as_str().expect("an id");
    assert_eq!(subjects(&[id]), ["one"]);
    let text = site.succeed(&["mail", "ledger", "--outcome", "held"], "");
    let columns: Vec<_> = text.trim_end().split('\t').collect();
    assert_eq!((columns.len(), columns[2], columns[3], columns[6]), (8, "held", "-", "three four"), "{text}");
}

#[test]
fn what_is_asked_wrongly_is_named() {
    let site = site();
    for (arguments, words) in [
        (&["ledger", "--outcome", "lost"][..], "--outcome must be one of created, commented"),
        (&["ledger", "--since", "yesterday"], "--since must be a date such as 2026-11-29"),
        (&["ledger", "7"], "\"7\" is not a valid mail id"),
        (&["ledger", "01890000-0000-7000-8000-000000000000"], "mail 01890000"),
        (&["replay", "x"], "\"x\" is not a valid mail id"),
    ] {
        let arguments = [&["mail"], arguments].concat();
        let said = complaint(&site, &arguments);
        assert!(said.contains(words), "{arguments:?}: {said}");
    }
    for (limit, words) in
        [("0", "must be at least 1"), ("-1", "must be at least 1"), ("many", "must be a number")]
    {
        let output = site.run(&["mail", "ledger", "--limit", limit], "");
        assert_eq!(output.status.code(), Some(2), "{limit}: {output:?}");
        assert!(String::from_utf8_lossy(&output.stderr).contains(words), "{limit}: {output:?}");
    }
}

#[test]
fn a_mail_is_processed_again_once_and_one_that_cannot_be_stops_no_other() {
    let site = site();
    let id = |outcome| ledger(&site, &["--outcome", outcome])[0]["id"].as_str().expect("an id").to_owned();
    let (held, created) = (id("held"), id("created"));
    let unknown = "01890000-0000-7000-8000-000000000000";
    let output = site.run(&["mail", "replay", unknown, &created, &held, "--json"], "");
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let done: Value = serde_json::from_slice(&output.stdout).expect("one JSON object");
    assert_eq!(
        (&done["id"], &done["outcome"], &done["ticket"]),
        (&held.clone().into(), &"created".into(), &10_003.into())
    );
    let said = String::from_utf8_lossy(&output.stderr);
    for words in ["not found", "already created; nothing was done", "2 of 3 mails"] {
        assert!(said.contains(words), "{words}: {said}");
    }
    assert!(complaint(&site, &["mail", "replay", &held]).contains("already created"));
    assert_eq!(ledger(&site, &["--outcome", "created"]).len(), 3);
}

#[test]
fn a_mail_whose_bytes_are_lost_is_not_processed_again() {
    let site = site();
    let held = ledger(&site, &["--outcome", "held"])[0]["id"].as_str().expect("an id").to_owned();
    let blobs = site.path().join("data/blobs");
    std::fs::remove_dir_all(&blobs).expect("they are removed");
    std::fs::create_dir_all(blobs.join("mails")).expect("an empty place");
    let said = complaint(&site, &["mail", "replay", &held]);
    assert!(said.contains("no longer in the blob store"), "{said}");
}
