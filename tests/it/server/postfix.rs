//! The Postfix of the documentation: its recipe, word for word, in a Postfix that runs.

use std::{fs, os::unix::fs::PermissionsExt as _, path::Path};

use lettre::{AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};
use tests::{
    servers::{
        binary::{Site, binary, give},
        postfix::{Postfix, Recipe, user},
    },
    wait::until,
};

const CONFIG: &str = "[[mail.mailbox]]\naddress = \"tickets@example.org\"\nqueue = \"Support\"\n\
                      plus_addressing = true\n\
                      [[mail.mailbox]]\naddress = \"billing@example.org\"\nqueue = \"Billing\"\n";

/// An address as letters carry it to be answered.
const PLUS: &str = "tickets+10034-answer@example.org";

/// The user under whom the pipe runs here; Postfix refuses root and itself.
const USER: &str = "nobody";

/// The block of the document below a heading, within a section.
fn block(section: &str, heading: &str) -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/operating.md");
    let text = fs::read_to_string(file).expect("the document");
    let section = text.split(&format!("### {section}\n")).nth(1).and_then(|rest| rest.split("\n### ").next());
    let rest = section.expect("it").split(heading).nth(1).unwrap_or_else(|| panic!("no {heading}"));
    rest.split("```\n").nth(1).unwrap_or_else(|| panic!("no block below {heading}")).to_owned()
}

/// The blocks of the document, with the places of this test.
fn recipe(place: &Path) -> Recipe {
    let block = |heading: &str| block("In by pipe", heading);
    let (program, config) = (place.join("schalter"), place.join("schalter.toml"));
    let master = block("`master.cf`:")
        .replace("user=schalter", &format!("user={USER}"))
        .replace("/usr/local/bin/schalter", &program.display().to_string())
        .replace("/etc/schalter/schalter.toml", &config.display().to_string());
    assert!(master.contains(&*program.to_string_lossy()) && master.contains(&*config.to_string_lossy()));
    Recipe { main: block("`main.cf`:"), master, transport: block("`/etc/postfix/transport`") }
}

fn message(subject: &str, recipients: &[&str]) -> Message {
    let to = recipients.iter().fold(Message::builder(), |message, to| message.to(to.parse().expect("one")));
    to.from("Kim <kim@customer.example>".parse().expect("an address"))
        .message_id(Some(format!("<{}@customer.example>", subject.replace(' ', "-"))))
        .subject(subject)
        .body("It does not print.".to_owned())
        .expect("a mail")
}

async fn send(postfix: &Postfix, mail: Message) {
    let mailer = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous("127.0.0.1").port(postfix.port());
    mailer.build().send(mail).await.expect("it is accepted");
    until("Postfix to be rid of it", || {
        std::future::ready((postfix.is_empty() && postfix.log().contains("removed")).then_some(()))
    })
    .await;
}

#[tokio::test]
async fn s02_a_mail_to_two_mailboxes_is_handed_over_for_each_and_kept_once() {
    let site = Site::migrated(CONFIG);
    fs::copy(binary(), site.path().join("schalter")).expect("a copy that everybody may run");
    fs::set_permissions(site.path().join("schalter"), fs::Permissions::from_mode(0o755)).expect("set");
    give(site.path(), user(USER));
    let postfix = Postfix::start("example.org", &recipe(site.path())).await;

    send(&postfix, message("Printer", &["tickets@example.org", "billing@example.org"])).await;
    let log = postfix.log();
    for address in ["tickets", "billing"] {
        let line = log.lines().find(|line| line.contains(&format!("to=<{address}@example.org>")));
        assert!(line.is_some_and(|line| line.contains("status=sent")), "{log}");
    }
    assert!(!log.contains("status=deferred") && !log.contains("status=bounced"), "{log}");

    send(&postfix, message("Invoice", &["billing@example.org"])).await;
    let sql = "SELECT ticket.number || ' ' || ticket.title || ' ' || queue.name FROM ticket \
               JOIN queue ON queue.id = ticket.queue_id ORDER BY number";
    let tickets = rows(&site, sql).await;
    assert_eq!(tickets.len(), 2, "the same mail is one ticket: {tickets:?}");
    assert!(tickets[0].starts_with("10001 Printer "), "{tickets:?}");
    assert_eq!(tickets[1], "10002 Invoice Billing");

    send(&postfix, message("Answer", &[PLUS])).await;
    let log = postfix.log();
    let line = log.lines().find(|line| line.contains(&format!("to=<{PLUS}>")));
    assert!(line.is_some_and(|line| line.contains("status=sent")), "{log}");
    assert_eq!(rows(&site, sql).await.last().map(String::as_str), Some("10003 Answer Support"));
}

#[tokio::test]
async fn a_running_server_takes_what_the_pipe_brings() {
    let site = Site::new(&format!("[server]\nbind = \"127.0.0.1:0\"\n{CONFIG}"));
    // As the pipe runs, under the user of the service: nobody else may hand over.
    let server = site.serve_as(user(USER)).await;
    let postfix = Postfix::start("example.org", &recipe(site.path())).await;
    send(&postfix, message("Printer", &["tickets@example.org", "billing@example.org"])).await;
    let log = postfix.log();
    assert_eq!(log.matches("status=sent").count(), 2, "{log}");
    tests::servers::choose_cryptography();
    let page = reqwest::get(format!("{}/metrics", server.url())).await.expect("an answer");
    let page = page.text().await.expect("text");
    assert!(page.contains("schalter_import_handed_over_total 2"), "{page}");

    // While it is away the pipe works by itself.
    assert!(server.stop().await.success());
    send(&postfix, message("Invoice", &["billing@example.org"])).await;
    let sql = "SELECT number || ' ' || title FROM ticket ORDER BY number";
    assert_eq!(rows(&site, sql).await, ["10001 Printer", "10002 Invoice"]);
}

#[tokio::test]
async fn a_server_takes_mail_by_lmtp_and_what_it_missed_comes_when_it_is_back() {
    let directory = tempfile::Builder::new().prefix("schalter-lmtp-").tempdir().expect("a directory");
    fs::set_permissions(directory.path(), fs::Permissions::from_mode(0o755)).expect("open to Postfix");
    let socket = directory.path().join("lmtp.sock").display().to_string();
    let site = Site::new(&format!(
        "[server]\nbind = \"127.0.0.1:0\"\n[mail.lmtp]\nbind = \"unix:{socket}\"\n{CONFIG}"
    ));
    let block = |heading: &str| block("In by LMTP", heading).replace("/run/schalter/lmtp.sock", &socket);
    let recipe = Recipe {
        main: format!("{}minimal_backoff_time = 1s\nqueue_run_delay = 1s\n", block("`main.cf`:")),
        master: String::new(),
        transport: block("`/etc/postfix/transport`"),
    };
    let server = site.serve(&[]).await;
    let postfix = Postfix::start("example.org", &recipe).await;
    send(&postfix, message("Printer", &["tickets@example.org", "billing@example.org"])).await;
    let log = postfix.log();
    assert!(log.contains("stored in ticket 10001") && !log.contains("status=bounced"), "{log}");
    send(&postfix, message("Answer", &[PLUS])).await;
    let log = postfix.log();
    assert!(log.contains("stored in ticket 10002") && !log.contains("status=bounced"), "{log}");
    assert!(server.stop().await.success());

    let mailer = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous("127.0.0.1").port(postfix.port());
    mailer.build().send(message("Invoice", &["billing@example.org"])).await.expect("it is accepted");
    until("Postfix to wait", || std::future::ready(postfix.log().contains("status=deferred").then_some(())))
        .await;
    let server = site.serve(&[]).await;
    until("Postfix to deliver", || std::future::ready(postfix.is_empty().then_some(()))).await;
    assert!(server.stop().await.success());
    let sql = "SELECT number || ' ' || title FROM ticket ORDER BY number";
    assert_eq!(rows(&site, sql).await, ["10001 Printer", "10002 Answer", "10003 Invoice"]);
}

async fn rows(site: &Site, sql: &str) -> Vec<String> {
    let file = site.path().join("data/schalter.db");
    let database =
        sea_orm::Database::connect(format!("sqlite://{}?mode=ro", file.display())).await.expect("it");
    let statement = sea_orm::Statement::from_string(sea_orm::DbBackend::Sqlite, sql);
    let rows = sea_orm::ConnectionTrait::query_all_raw(&database, statement).await.expect(sql);
    database.close().await.expect("closed");
    rows.iter().map(|row| row.try_get_by_index(0).expect("text")).collect()
}
