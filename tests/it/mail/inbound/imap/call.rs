//! An admin who asks to fetch a mailbox now ends its wait, for mail and after a fault.

use std::time::Duration;

use engine::{Actor, Engine, TicketFilter};
use mail::inbound::imap::{AskedFor, Endpoint, MailboxConfig, run};
use tests::wait::until;
use tests::{Backend, MAILBOX, TestApp};
use tokio::{sync::watch, task::JoinHandle};

use super::scripted::Scripted;

/// Longer than any test waits.
const NEVER: Duration = Duration::from_hours(1);

struct Stage {
    app: TestApp,
    server: Scripted,
    ask: watch::Sender<AskedFor>,
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Stage {
    /// A fetcher of a server that does not tell of new mail, and is hardly ever asked.
    async fn set(locked: bool) -> Self {
        let app = TestApp::with(Backend::Sqlite, |settings| {
            settings.mail.routes.fetched = vec![(MAILBOX.to_owned(), "imap://127.0.0.1".to_owned())];
        })
        .await;
        let server = Scripted::start().await;
        server.lock(locked);
        let endpoint = Endpoint::parse(&format!("imap://tickets@127.0.0.1:{}", server.port)).unwrap();
        let (ask, asked_for) = watch::channel(AskedFor::new());
        let usual = MailboxConfig::new(MAILBOX, endpoint, "secret");
        let config = MailboxConfig { poll: NEVER, asked_for: Some(asked_for), ..usual };
        let (stop, stopping) = watch::channel(false);
        let task = tokio::spawn(run(app.engine.clone(), config, stopping));
        Self { app, server, ask, stop, task }
    }

    /// As the server does it that follows the database.
    async fn press(&self) {
        self.app.clock.advance(Duration::from_secs(30));
        self.app.engine.fetch_mailboxes(&Actor::system(), None).await.expect("asked");
        self.ask.send_replace(self.app.engine.mailboxes_asked_for().await.unwrap());
    }

    async fn until_answered(&self) {
        until("an answer", || async {
            self.app.engine.mailboxes_asked_for().await.unwrap().is_empty().then_some(())
        })
        .await;
    }

    async fn end(self) {
        self.stop.send_replace(true);
        self.task.await.expect("no panic");
    }
}

async fn tickets(engine: &Engine) -> u64 {
    engine.count_tickets(&Actor::system(), &TicketFilter::default()).await.unwrap()
}

fn mail(id: &str) -> String {
    format!(
        "From: Kim <kim@customer.example>\r\nTo: {MAILBOX}\r\nSubject: Printer {id}\r\n\
         Message-ID: <{id}@customer.example>\r\n\r\nIt does not print.\r\n"
    )
}

#[tokio::test]
async fn a_mailbox_that_waits_for_mail_is_looked_at() {
    let stage = Stage::set(false).await;
    let read = async || {
        let all = stage.app.engine.mailboxes().await.unwrap();
        all.into_iter().find_map(|one| one.last_success_at)
    };
    let first = until("the first look", read).await;
    stage.server.deliver(&mail("one"));
    stage.press().await;
    until("a ticket", || async { (tickets(&stage.app.engine).await == 1).then_some(()) }).await;
    stage.until_answered().await;
    assert!(read().await > Some(first));
    stage.server.deliver(&mail("two"));
    stage.press().await;
    until("a ticket", || async { (tickets(&stage.app.engine).await == 2).then_some(()) }).await;
    stage.until_answered().await;
    stage.end().await;
}

#[tokio::test]
async fn a_mailbox_that_waits_after_a_fault_is_tried_again_and_the_fault_is_an_answer_too() {
    // A refused log-in is the longest wait.
    let stage = Stage::set(true).await;
    let failed = async || {
        let all = stage.app.engine.mailboxes().await.unwrap();
        all.into_iter().find_map(|one| one.last_error_at)
    };
    let first = until("the first fault", failed).await;
    stage.press().await;
    stage.until_answered().await;
    assert!(failed().await > Some(first), "it was tried again");
    stage.server.lock(false);
    stage.server.deliver(&mail("one"));
    stage.press().await;
    until("a ticket", || async { (tickets(&stage.app.engine).await == 1).then_some(()) }).await;
    stage.until_answered().await;
    stage.end().await;
}
