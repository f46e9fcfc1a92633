//! The fetcher against a real Dovecot: new mail, outages, restarts, mails that are too large.

use std::time::Duration;

use engine::{Actor, Engine, MailboxHealth, TicketFilter};
use mail::inbound::imap::{Endpoint, MailboxConfig, run};
use tests::servers::dovecot::{Dovecot, PASSWORD};
use tests::wait::until;
use tests::{MAILBOX, TestApp};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// A fetcher at work.
struct Fetcher {
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Fetcher {
    fn start(engine: &Engine, config: MailboxConfig) -> Self {
        let (stop, stopping) = watch::channel(false);
        Self { stop, task: tokio::spawn(run(engine.clone(), config, stopping)) }
    }

    async fn stop(self) {
        self.stop.send_replace(true);
        tokio::time::timeout(Duration::from_secs(20), self.task)
            .await
            .expect("stops soon")
            .expect("no panic");
    }
}

fn config(dovecot: &Dovecot) -> MailboxConfig {
    let endpoint = Endpoint::parse(&dovecot.url("tickets")).expect("an address");
    MailboxConfig { ca_file: Some(dovecot.certificate()), ..MailboxConfig::new(MAILBOX, endpoint, PASSWORD) }
}

fn mail(id: &str) -> String {
    format!(
        "From: Kim <kim@customer.example>\r\nTo: {MAILBOX}\r\nSubject: Printer {id}\r\n\
         Message-ID: <{id}@customer.example>\r\n\r\nIt does not print.\r\n"
    )
}

async fn tickets(engine: &Engine) -> u64 {
    engine.count_tickets(&Actor::system(), &TicketFilter::default()).await.expect("a count")
}

async fn until_tickets(engine: &Engine, count: u64) {
    until(&format!("{count} tickets"), || async { (tickets(engine).await >= count).then_some(()) }).await;
    assert_eq!(tickets(engine).await, count);
}

async fn until_all_seen(dovecot: &Dovecot) {
    until("every mail to be flagged", || async {
        dovecot.inbox("tickets").iter().all(|mail| mail.flags.contains('S')).then_some(())
    })
    .await;
}

async fn health(engine: &Engine) -> Option<MailboxHealth> {
    engine.mailboxes().await.expect("an answer").into_iter().find(|mailbox| mailbox.name == MAILBOX)
}

#[tokio::test]
async fn s01_mails_in_the_mailbox_become_tickets_and_are_flagged_as_seen() {
    let app = TestApp::start().await;
    let dovecot = Dovecot::start().await;
    dovecot.deliver("tickets", mail("one"));
    dovecot.deliver("tickets", "this is no mail at all");
    dovecot.deliver("tickets", mail("two"));
    let fetcher = Fetcher::start(&app.engine, config(&dovecot));
    until_tickets(&app.engine, 3).await;
    until_all_seen(&dovecot).await;
    // It waits with IDLE now; a further mail is noticed by itself.
    dovecot.deliver("tickets", mail("three"));
    until_tickets(&app.engine, 4).await;
    until_all_seen(&dovecot).await;
    assert_eq!(health(&app.engine).await.and_then(|health| health.last_error), None);
    fetcher.stop().await;
    // Dovecot writes its log in its own time.
    until("the log-out to be logged", || async { dovecot.log().contains("Logged out").then_some(()) }).await;
}

#[tokio::test]
async fn a_restart_goes_on_where_it_stopped() {
    let app = TestApp::start().await;
    let dovecot = Dovecot::start().await;
    dovecot.deliver("tickets", mail("one"));
    let fetcher = Fetcher::start(&app.engine, config(&dovecot));
    until_tickets(&app.engine, 1).await;
    until_all_seen(&dovecot).await;
    fetcher.stop().await;
    dovecot.deliver("tickets", mail("two"));
    let fetcher = Fetcher::start(&app.engine, config(&dovecot));
    until_tickets(&app.engine, 2).await;
    fetcher.stop().await;
    let cursor = app.engine.mailbox_cursor(MAILBOX).await.expect("an answer").expect("a cursor");
    assert_eq!(cursor.last_uid, 2);
}

#[tokio::test]
async fn an_outage_of_the_server_loses_nothing() {
    let app = TestApp::start().await;
    let mut dovecot = Dovecot::start().await;
    dovecot.deliver("tickets", mail("one"));
    let fetcher = Fetcher::start(&app.engine, config(&dovecot));
    until_tickets(&app.engine, 1).await;
    dovecot.stop();
    until("the fault to be noted", || async {
        health(&app.engine).await.and_then(|health| health.last_error)
    })
    .await;
    dovecot.deliver("tickets", mail("two"));
    dovecot.start_again().await;
    until_tickets(&app.engine, 2).await;
    until("the fault to be forgotten", || async {
        health(&app.engine).await.is_some_and(|health| health.last_error.is_none()).then_some(())
    })
    .await;
    fetcher.stop().await;
}

#[tokio::test]
async fn a_mail_that_is_too_large_becomes_a_ticket_that_says_so_and_stops_no_other() {
    let app = TestApp::start().await;
    let dovecot = Dovecot::start().await;
    let large = format!("{}{}", mail("large"), "x".repeat(200_000));
    dovecot.deliver("tickets", large);
    dovecot.deliver("tickets", mail("small"));
    let fetcher = Fetcher::start(&app.engine, MailboxConfig { message_limit: 100_000, ..config(&dovecot) });
    until_tickets(&app.engine, 2).await;
    until_all_seen(&dovecot).await;
    fetcher.stop().await;
    let ticket = app.engine.ticket(&Actor::system(), 10_001).await.expect("an answer").expect("a ticket");
    assert_eq!(ticket.title, "Printer large");
    let paging = engine::Paging { first: Some(1), ..engine::Paging::default() };
    let comments = app.engine.comments(&Actor::system(), ticket.id, &paging).await.expect("comments");
    let text = &comments.items[0].1.text;
    assert!(text.contains("zu groß") && text.contains("too large") && text.contains("UID 1"), "{text}");
}

#[tokio::test]
async fn a_wrong_password_is_noted_with_the_mailbox() {
    let app = TestApp::start().await;
    let dovecot = Dovecot::start().await;
    let wrong = MailboxConfig { log_in: "wrong".into(), ..config(&dovecot) };
    let fetcher = Fetcher::start(&app.engine, wrong);
    let error =
        until("the fault", || async { health(&app.engine).await.and_then(|health| health.last_error) }).await;
    assert!(error.contains("\"tickets\"") && error.contains("password"), "{error}");
    assert!(!error.contains("wrong"), "{error}");
    fetcher.stop().await;
}

#[tokio::test]
async fn a_certificate_that_nobody_vouches_for_is_refused() {
    let app = TestApp::start().await;
    let dovecot = Dovecot::start().await;
    dovecot.deliver("tickets", mail("one"));
    // A certificate of another server: there is something to trust, but not this.
    let other = tempfile::tempdir().expect("a directory");
    tests::servers::dovecot::certificate(other.path());
    let unknown = MailboxConfig { ca_file: Some(other.path().join("certificate.pem")), ..config(&dovecot) };
    let fetcher = Fetcher::start(&app.engine, unknown);
    let error =
        until("the fault", || async { health(&app.engine).await.and_then(|health| health.last_error) }).await;
    assert!(error.contains("certificate"), "{error}");
    fetcher.stop().await;
    assert_eq!(tickets(&app.engine).await, 0);
}

#[tokio::test]
async fn only_one_node_fetches_and_the_other_takes_over() {
    let app = TestApp::start().await;
    let dovecot = Dovecot::start().await;
    let other = app.another_node().await;
    let first = Fetcher::start(&app.engine, config(&dovecot));
    until("the claim", || async {
        health(&app.engine).await.filter(|health| health.last_success_at.is_some())
    })
    .await;
    assert!(!other.claim_mailbox(MAILBOX, Duration::from_secs(1)).await.expect("an answer"));
    first.stop().await;
    dovecot.deliver("tickets", mail("one"));
    let second = Fetcher::start(&other, config(&dovecot));
    until_tickets(&app.engine, 1).await;
    second.stop().await;
}

#[tokio::test]
async fn a_plain_connection_on_this_machine_and_starttls_work_as_well() {
    let dovecot = Dovecot::start().await;
    for (query, id) in [("", "plain"), ("?starttls", "starttls")] {
        let app = TestApp::start().await;
        dovecot.deliver("tickets", mail(id));
        let address = format!("imap://tickets@localhost:{}/INBOX{query}", dovecot.port());
        let endpoint = Endpoint::parse(&address).expect("an address");
        let fetcher = Fetcher::start(&app.engine, MailboxConfig { endpoint, ..config(&dovecot) });
        // The second engine does not know its place: it takes what nobody has seen.
        until_tickets(&app.engine, 1).await;
        until_all_seen(&dovecot).await;
        fetcher.stop().await;
    }
}
