//! Mailboxes that an admin adds are fetched, fetched anew and left alone by a server that runs on.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use serde_json::{Value, json};
use tests::KEY;
use tests::servers::{
    binary::{Server, Site},
    choose_cryptography,
    dovecot::{Dovecot, PASSWORD},
    postgres::fresh_database,
    provider::Provider,
};
use tests::wait::until;

const CREATE: &str = "mutation($i: MailboxInput!) { createMailbox(input: $i) { mailbox { id } } }";
const UPDATE: &str = "mutation($i: UpdateMailboxInput!) { updateMailbox(input: $i) { mailbox { id } } }";
const FETCH: &str = "mutation($i: FetchMailboxesInput!) { fetchMailboxes(input: $i) { mailboxes { name } } }";
const DELETE: &str = "mutation($id: ID!) { deleteMailbox(id: $id) }";

/// A site with a key for passwords, and no mailbox in its file.
fn site(more: &str) -> Site {
    let site = Site::new(&format!(
        "[server]\nbind = \"127.0.0.1:0\"\n[log]\nlevel = \"debug\"\n[secrets]\nkey_file = \"secrets.key\"\n{more}"
    ));
    let key = site.path().join("secrets.key");
    fs::write(&key, format!("{KEY}\n")).expect("a key");
    fs::set_permissions(&key, fs::Permissions::from_mode(0o600)).expect("for its owner alone");
    let _said = site.succeed(&["migrate"], "");
    site
}

/// The token of an admin.
fn token(site: &Site) -> String {
    let person = ["user", "create", "--email", "ada@desk.example", "--name", "Ada", "--role", "admin"];
    let _said = site.succeed(&person, "");
    let token = ["token", "create", "--user", "ada@desk.example", "--scopes", "admin", "--name", "test"];
    site.succeed(&token, "").lines().last().expect("a token").to_owned()
}

async fn ask(server: &Server, token: &str, document: &str, variables: Value) -> Value {
    choose_cryptography();
    let request = reqwest::Client::new().post(format!("{}/graphql", server.url())).bearer_auth(token);
    let body = json!({ "query": document, "variables": variables });
    let answer: Value = request.json(&body).send().await.expect("an answer").json().await.expect("JSON");
    assert!(answer.get("errors").is_none(), "{answer:#}");
    answer["data"].clone()
}

async fn add(server: &Server, token: &str, dovecot: &Dovecot) -> Value {
    let queues = ask(server, token, "{ queues { id } }", json!({})).await;
    let input = json!({
        "address": "tickets@example.org", "queue": queues["queues"][0]["id"], "host": "127.0.0.1",
        "port": dovecot.port(), "security": "NONE", "user": "tickets", "password": PASSWORD,
    });
    ask(server, token, CREATE, json!({ "i": input })).await["createMailbox"]["mailbox"]["id"].clone()
}

fn mail(id: &str) -> String {
    format!(
        "From: Kim <kim@customer.example>\r\nTo: tickets@example.org\r\nSubject: Printer {id}\r\n\
         Message-ID: <{id}@customer.example>\r\n\r\nIt does not print.\r\n"
    )
}

/// The subjects of the mails that came in.
fn came(site: &Site) -> Vec<String> {
    let ledger = site.succeed(&["mail", "ledger"], "");
    let subject = |line: &str| line.split('\t').nth(6).unwrap_or_default().to_owned();
    let mut came: Vec<String> = ledger.lines().map(subject).collect();
    came.reverse();
    came
}

async fn until_came(site: &Site, count: usize) {
    until(&format!("{count} mails"), || std::future::ready((came(site).len() >= count).then_some(()))).await;
    assert_eq!(came(site).len(), count);
}

/// How often a client logged out.
fn log_outs(dovecot: &Dovecot) -> usize {
    dovecot.log().matches("Logged out").count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mailbox_is_fetched_changed_paused_and_deleted_without_a_restart() {
    let dovecot = Dovecot::start().await;
    let site = site("");
    let token = token(&site);
    let server = site.serve(&[]).await;
    let id = add(&server, &token, &dovecot).await;
    dovecot.deliver("tickets", mail("one"));
    until_came(&site, 1).await;

    let update = async |change: Value| {
        let mut input = json!({ "id": id });
        input.as_object_mut().expect("an object").extend(change.as_object().expect("one too").clone());
        ask(&server, &token, UPDATE, json!({ "i": input })).await
    };
    let fault = async |wanted: Option<&str>| {
        until(&format!("the fault {wanted:?}"), || async {
            let mailboxes =
                ask(&server, &token, "{ mailboxes { lastFault lastSuccessAt } }", json!({})).await;
            let mailbox = &mailboxes["mailboxes"][0];
            (mailbox["lastFault"].as_str() == wanted && !mailbox["lastSuccessAt"].is_null()).then_some(())
        })
        .await;
    };
    update(json!({ "password": "s3cret-and-wrong" })).await;
    fault(Some("LOG_IN")).await;
    update(json!({ "password": PASSWORD })).await;
    dovecot.deliver("tickets", mail("two"));
    until_came(&site, 2).await;
    fault(None).await;

    let before = log_outs(&dovecot);
    update(json!({ "paused": true })).await;
    until("the log-out", || std::future::ready((log_outs(&dovecot) > before).then_some(()))).await;
    dovecot.deliver("tickets", mail("three"));
    assert_eq!(came(&site).len(), 2, "it is paused");
    update(json!({ "paused": false })).await;
    until_came(&site, 3).await;

    let before = log_outs(&dovecot);
    ask(&server, &token, DELETE, json!({ "id": id })).await;
    until("the log-out", || std::future::ready((log_outs(&dovecot) > before).then_some(()))).await;
    dovecot.deliver("tickets", mail("four"));
    assert_eq!(site.succeed(&["mailbox", "list"], ""), "");
    // Added again it is read from its beginning, and what is known already is not taken twice.
    add(&server, &token, &dovecot).await;
    until("the fourth mail", || {
        std::future::ready(came(&site).contains(&"Printer four".to_owned()).then_some(()))
    })
    .await;
    assert_eq!(came(&site).len(), 4);
    let log = server.log();
    assert!(!log.contains(PASSWORD) && !log.contains("s3cret"), "{log}");
    let paths: Vec<_> = fs::read_dir(site.path().join("data")).expect("data").flatten().collect();
    for path in paths.iter().map(fs::DirEntry::path).filter(|path| path.is_file()) {
        let bytes = fs::read(&path).expect("a file");
        let found = bytes.windows(PASSWORD.len()).any(|part| part == PASSWORD.as_bytes());
        assert!(!found, "{} holds the password", path.display());
    }
    let before = log_outs(&dovecot);
    assert!(server.stop().await.success());
    assert!(log_outs(&dovecot) > before, "it says good-bye");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_nodes_one_fetches_and_the_other_goes_on_when_it_ends() {
    let (database, dovecot) = (fresh_database().await, Dovecot::start().await);
    let more = format!("[database]\nurl = \"{database}\"\n[blobs]\nurl = \"file://{{data}}/blobs\"\n");
    let (site, second) = (site(&more), site(&more));
    let token = token(&site);
    let (first, other) = (site.serve(&[]).await, second.serve(&[]).await);
    add(&other, &token, &dovecot).await;
    dovecot.deliver("tickets", mail("one"));
    until_came(&site, 1).await;
    let in_use = dovecot.log().matches("Login: user=").count();
    assert_eq!(in_use, 1, "one node is logged in");
    // Whichever has it: one is stopped, the other one fetches at last.
    assert!(first.stop().await.success());
    dovecot.deliver("tickets", mail("two"));
    until_came(&second, 2).await;
    assert!(other.stop().await.success());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mailbox_of_the_file_is_looked_at_when_an_admin_asks_on_whatever_node() {
    let (database, dovecot) = (fresh_database().await, Dovecot::start().await);
    let more = format!(
        "[database]\nurl = \"{database}\"\n[blobs]\nurl = \"file://{{data}}/blobs\"\n[[mail.mailbox]]\n\
         address = \"tickets@example.org\"\nqueue = \"Support\"\nimap = \"imap://tickets@127.0.0.1:{}\"\n\
         password = \"{PASSWORD}\"\n",
        dovecot.port()
    );
    let (site, second) = (site(&more), site(&more));
    let token = token(&site);
    let (first, other) = (site.serve(&[]).await, second.serve(&[]).await);
    let state = async |server: &Server| {
        let fields = "{ mailboxes { isFetched fetching lastSuccessAt } }";
        ask(server, &token, fields, json!({})).await["mailboxes"][0].clone()
    };
    until("the first look", || async { (!state(&first).await["lastSuccessAt"].is_null()).then_some(()) })
        .await;
    // One of the two has the mailbox; both may be asked. Its server has nothing to tell.
    for server in [&first, &other] {
        let before = state(server).await;
        assert_eq!((&before["isFetched"], &before["fetching"]), (&json!(true), &json!(false)));
        until("a look", || async {
            // Pressed again and again: what is asked too soon after the last time is not asked.
            let input = json!({ "i": { "address": "tickets@example.org" } });
            ask(server, &token, FETCH, input).await;
            let now = state(&other).await;
            (now["fetching"] == false && now["lastSuccessAt"] != before["lastSuccessAt"]).then_some(())
        })
        .await;
    }
    assert!(first.stop().await.success() && other.stop().await.success());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mailbox_with_a_provider_is_fetched_once_somebody_has_signed_in() {
    let provider = Provider::start("tickets").await;
    let dovecot = Dovecot::taking_tokens(&provider.introspection()).await;
    let site = site(&provider.configuration());
    let token = token(&site);
    let server = site.serve(&[]).await;
    let data = ask(&server, &token, "{ queues { id } mailProviders { name title } }", json!({})).await;
    assert_eq!(data["mailProviders"], json!([{ "name": "m365", "title": "m365" }]));
    let input = json!({
        "address": "tickets@example.org", "queue": data["queues"][0]["id"], "host": "127.0.0.1",
        "port": dovecot.port(), "security": "NONE", "user": "tickets", "oauth": "m365",
    });
    ask(&server, &token, CREATE, json!({ "i": input })).await;
    dovecot.deliver("tickets", mail("one"));
    let state = async || {
        let fields = "{ mailboxes { oauth lastFault isFetched } }";
        ask(&server, &token, fields, json!({})).await["mailboxes"][0].clone()
    };
    assert_eq!(state().await, json!({ "oauth": "m365", "lastFault": "NOT_CONNECTED", "isFetched": false }));
    let said = site.succeed(&["mailbox", "connect", "tickets@example.org"], "");
    assert!(said.contains("connected") && said.contains("ok, INBOX holds 1"), "{said}");
    until_came(&site, 1).await;
    assert_eq!(state().await["isFetched"], true);
    let before = log_outs(&dovecot);
    assert!(site.succeed(&["mailbox", "disconnect", "tickets@example.org"], "").contains("disconnected"));
    until("the log-out", || std::future::ready((log_outs(&dovecot) > before).then_some(()))).await;
    assert_eq!(state().await["lastFault"], "NOT_CONNECTED");
    assert!(server.stop().await.success());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_is_missing_is_told_and_stops_nothing_else() {
    let dovecot = Dovecot::start().await;
    let site = site("");
    let token = token(&site);
    let server = site.serve(&[]).await;
    add(&server, &token, &dovecot).await;
    assert!(server.stop().await.success());
    fs::write(site.path().join("secrets.key"), site.succeed(&["secrets", "key"], "")).expect("another key");
    let checked = site.run(&["config", "check"], "");
    let said = String::from_utf8_lossy(&checked.stderr);
    assert!(
        checked.status.success() && said.contains("password of the mailbox tickets@example.org"),
        "{said}"
    );
    let tried = site.run(&["mailbox", "test", "tickets@example.org"], "");
    assert_eq!(tried.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&tried.stderr).contains("secrets.key_file"), "{tried:?}");
    let server = site.serve(&[]).await;
    let mailboxes = ask(&server, &token, "{ mailboxes { id lastFault } }", json!({})).await;
    assert_eq!(mailboxes["mailboxes"][0]["lastFault"], "PASSWORD_UNREADABLE");
    until("the log to say so", || {
        std::future::ready(server.log().contains("cannot be decrypted: the key").then_some(()))
    })
    .await;
    // Entered again, it works under the key that there is now.
    let input = json!({ "id": mailboxes["mailboxes"][0]["id"], "password": PASSWORD });
    ask(&server, &token, UPDATE, json!({ "i": input })).await;
    dovecot.deliver("tickets", mail("one"));
    until_came(&site, 1).await;
    assert!(server.stop().await.success());
}
