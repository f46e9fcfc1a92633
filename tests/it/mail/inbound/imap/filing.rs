//! What becomes of a mail in its mailbox once it was taken in, at a real Dovecot.

use std::time::Duration;

use engine::{Actor, AfterFetch, Engine, MailboxFault, MailboxHandling, TicketFilter};
use mail::inbound::imap::{Endpoint, MailboxConfig, check, run};
use tests::servers::dovecot::{Dovecot, PASSWORD};
use tests::wait::until;
use tests::{MAILBOX, TestApp};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::scripted::Scripted;

/// What a server without MOVE can do.
const NO_MOVE: &str = "IMAP4rev1 IDLE UIDPLUS";

/// What one can do that cannot even remove single mails.
const LITTLE: &str = "IMAP4rev1 IDLE";

fn mail(id: &str) -> String {
    format!(
        "From: Kim <kim@customer.example>\r\nTo: {MAILBOX}\r\nSubject: Printer {id}\r\n\
         Message-ID: <{id}@customer.example>\r\n\r\nIt does not print.\r\n"
    )
}

fn config(dovecot: &Dovecot, handling: MailboxHandling) -> MailboxConfig {
    let endpoint = Endpoint::parse(&dovecot.url("tickets")).expect("an address");
    let ca_file = Some(dovecot.certificate());
    MailboxConfig { ca_file, handling, ..MailboxConfig::new(MAILBOX, endpoint, PASSWORD) }
}

fn moved_to(folder: &str) -> MailboxHandling {
    MailboxHandling {
        after_fetch: AfterFetch::Move,
        move_to: Some(folder.to_owned()),
        ..MailboxHandling::default()
    }
}

fn deleted() -> MailboxHandling {
    MailboxHandling { after_fetch: AfterFetch::Delete, ..MailboxHandling::default() }
}

async fn tickets(engine: &Engine) -> u64 {
    engine.count_tickets(&Actor::system(), &TicketFilter::default()).await.expect("a count")
}

async fn fault(engine: &Engine) -> Option<(Option<MailboxFault>, String)> {
    let all = engine.mailboxes().await.expect("an answer");
    let mailbox = all.into_iter().find(|mailbox| mailbox.name == MAILBOX)?;
    Some((mailbox.last_fault, mailbox.last_error?))
}

/// A fetcher at work.
struct Fetcher {
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Fetcher {
    fn start(app: &TestApp, config: MailboxConfig) -> Self {
        let (stop, stopping) = watch::channel(false);
        Self { stop, task: tokio::spawn(run(app.engine.clone(), config, stopping)) }
    }

    async fn stop(self) {
        self.stop.send_replace(true);
        self.task.await.expect("no panic");
    }
}

#[tokio::test]
async fn mails_are_moved_with_move_or_by_copying_and_no_others_are_removed() {
    for dovecot in [Dovecot::start().await, Dovecot::able_to(NO_MOVE).await] {
        let app = TestApp::start().await;
        // Somebody has marked a mail as deleted that was read: it is not ours to remove.
        let last_year = std::time::SystemTime::UNIX_EPOCH + Duration::from_hours(490_000);
        dovecot.deliver_old("tickets", "Subject: theirs\r\n\r\nx\r\n", last_year, "ST");
        dovecot.deliver("tickets", mail("one"));
        dovecot.deliver("tickets", mail("two"));
        dovecot.make_folder("tickets", "Erledigtes &- &ZeVnLIqe-");
        let config = config(&dovecot, moved_to("Erledigtes & 日本語"));
        let fetcher = Fetcher::start(&app, config);
        until("both to be moved", || async {
            let moved = dovecot.mails_in("tickets", "Erledigtes &- &ZeVnLIqe-");
            (moved.len() == 2 && dovecot.inbox("tickets").len() == 1).then_some(())
        })
        .await;
        fetcher.stop().await;
        assert_eq!(tickets(&app.engine).await, 2);
        assert!(dovecot.inbox("tickets")[0].raw.contains("theirs"));
        assert_eq!(fault(&app.engine).await, None);
    }
}

#[tokio::test]
async fn mails_are_deleted_and_marked_alone_where_a_server_can_do_no_more() {
    let (app, dovecot) = (TestApp::start().await, Dovecot::start().await);
    dovecot.deliver("tickets", mail("one"));
    let fetcher = Fetcher::start(&app, config(&dovecot, deleted()));
    until("the mail to be gone", || async {
        (tickets(&app.engine).await == 1 && dovecot.inbox("tickets").is_empty()).then_some(())
    })
    .await;
    fetcher.stop().await;
    let (app, dovecot) = (TestApp::start().await, Dovecot::able_to(LITTLE).await);
    dovecot.deliver("tickets", mail("one"));
    let fetcher = Fetcher::start(&app, config(&dovecot, deleted()));
    until("the mail to be marked", || async {
        dovecot.inbox("tickets").iter().all(|mail| mail.flags.contains('T')).then_some(())
    })
    .await;
    fetcher.stop().await;
    assert_eq!((tickets(&app.engine).await, dovecot.inbox("tickets").len()), (1, 1));
}

#[tokio::test]
async fn a_missing_folder_is_a_fault_that_loses_no_mail_and_stops_none() {
    let (app, dovecot) = (TestApp::start().await, Dovecot::start().await);
    dovecot.deliver("tickets", mail("one"));
    let config = config(&dovecot, moved_to("Erledigt"));
    let tried = check(&app.engine, &config).await.expect_err("no such folder");
    assert_eq!(tried.fault(), MailboxFault::Target);
    let fetcher = Fetcher::start(&app, config.clone());
    let (noted, words) = until("the fault", || fault(&app.engine)).await;
    // What comes later is taken in as well.
    dovecot.deliver("tickets", mail("two"));
    until("both tickets", || async { (tickets(&app.engine).await == 2).then_some(()) }).await;
    fetcher.stop().await;
    assert_eq!(dovecot.inbox("tickets").len(), 2, "they stay");
    assert_eq!(noted, Some(MailboxFault::Target), "{words}");
    let missing = "mail cannot be moved to the folder \"Erledigt\": the server says that it does not exist";
    assert!(words.starts_with(missing) && words.contains("existing folders: INBOX"), "{words}");
    dovecot.make_folder("tickets", "Erledigt");
    // A node that begins anew sees them again, knows them, and moves them.
    let fetcher = Fetcher::start(&app, config);
    until("all to be moved", || async {
        (!dovecot.mails_in("tickets", "Erledigt").is_empty() && dovecot.inbox("tickets").is_empty())
            .then_some(())
    })
    .await;
    until("the fault to be forgotten", || async { fault(&app.engine).await.is_none().then_some(()) }).await;
    fetcher.stop().await;
    assert_eq!(tickets(&app.engine).await, 2);
}

#[tokio::test]
async fn a_server_that_does_not_understand_how_mails_are_moved_keeps_no_other_from_being_taken_in() {
    let (app, server) = (TestApp::start().await, Scripted::start().await);
    server.forget_copies();
    server.deliver(&mail("one"));
    let endpoint = Endpoint::parse(&format!("imap://tickets@127.0.0.1:{}", server.port)).expect("an address");
    let usual = MailboxConfig::new(MAILBOX, endpoint, "secret");
    let config = MailboxConfig { poll: Duration::from_millis(50), handling: moved_to("Done"), ..usual };
    let fetcher = Fetcher::start(&app, config);
    let (noted, words) = until("the fault", || fault(&app.engine)).await;
    server.deliver(&mail("two"));
    until("both tickets", || async { (tickets(&app.engine).await == 2).then_some(()) }).await;
    fetcher.stop().await;
    assert_eq!(noted, Some(MailboxFault::Target), "{words}");
}

#[tokio::test]
async fn while_mails_cannot_be_moved_the_line_stays_and_what_comes_is_taken_in_at_once() {
    let (app, server) = (TestApp::start().await, Scripted::start().await);
    server.forget_copies();
    server.deliver(&mail("0"));
    let endpoint = Endpoint::parse(&format!("imap://tickets@127.0.0.1:{}", server.port)).expect("an address");
    let usual = MailboxConfig::new(MAILBOX, endpoint, "secret");
    let config = MailboxConfig { poll: Duration::from_millis(20), handling: moved_to("Done"), ..usual };
    let fetcher = Fetcher::start(&app, config);
    until("the fault", || fault(&app.engine)).await;
    for count in 1..=4_u64 {
        server.deliver(&mail(&count.to_string()));
        until("the next ticket", || async { (tickets(&app.engine).await == count + 1).then_some(()) }).await;
    }
    // It is fetched, and says so; that mails stay is told all the same.
    let read_after_the_fault = || async {
        let mailbox = app.engine.mailboxes().await.expect("an answer").into_iter().next()?;
        (mailbox.last_fault.is_some() && mailbox.last_success_at >= mailbox.last_error_at).then_some(())
    };
    until("it to be told as fetched", read_after_the_fault).await;
    fetcher.stop().await;
    assert_eq!(server.log_ins(), 1, "one session takes in all of them");
}

#[tokio::test]
async fn mails_are_moved_as_soon_as_the_folder_is_there_and_the_fault_is_forgotten() {
    let (app, dovecot) = (TestApp::start().await, Dovecot::start().await);
    dovecot.deliver("tickets", mail("one"));
    let fetcher = Fetcher::start(&app, config(&dovecot, moved_to("Erledigt")));
    until("the fault", || fault(&app.engine)).await;
    dovecot.make_folder("tickets", "Erledigt");
    until("it to be moved by the same fetcher", || async {
        (dovecot.mails_in("tickets", "Erledigt").len() == 1).then_some(())
    })
    .await;
    until("the fault to be forgotten", || async { fault(&app.engine).await.is_none().then_some(()) }).await;
    fetcher.stop().await;
    assert_eq!(tickets(&app.engine).await, 1);
}

#[tokio::test]
async fn a_mail_is_not_moved_to_where_it_lies() {
    let (app, dovecot) = (TestApp::start().await, Dovecot::start().await);
    dovecot.deliver("tickets", mail("one"));
    let fetcher = Fetcher::start(&app, config(&dovecot, moved_to("Inbox")));
    until("it to be marked instead", || async {
        dovecot.inbox("tickets").iter().any(|mail| mail.flags.contains('S')).then_some(())
    })
    .await;
    fetcher.stop().await;
    assert_eq!((tickets(&app.engine).await, dovecot.inbox("tickets").len()), (1, 1));
}

#[tokio::test]
async fn a_mail_that_the_ledger_has_is_moved_when_it_is_seen_again() {
    let (app, dovecot) = (TestApp::start().await, Dovecot::start().await);
    dovecot.deliver("tickets", mail("one"));
    dovecot.make_folder("tickets", "Done");
    // The process died between the ledger and the mailbox.
    let raw = dovecot.inbox("tickets").remove(0).raw;
    assert!(mail::inbound::submit(&app.engine, raw.into_bytes(), Some(MAILBOX)).await.is_stored());
    let fetcher = Fetcher::start(&app, config(&dovecot, moved_to("Done")));
    until("it to be moved", || async { (dovecot.mails_in("tickets", "Done").len() == 1).then_some(()) })
        .await;
    fetcher.stop().await;
    assert_eq!(tickets(&app.engine).await, 1);
}

#[tokio::test]
async fn a_mail_of_which_only_the_header_was_fetched_stays() {
    let (app, dovecot) = (TestApp::start().await, Dovecot::start().await);
    dovecot.deliver("tickets", format!("{}{}", mail("large"), "x".repeat(200_000)));
    dovecot.deliver("tickets", mail("small"));
    let config = MailboxConfig { message_limit: 100_000, ..config(&dovecot, deleted()) };
    let fetcher = Fetcher::start(&app, config);
    until("the small one to be gone", || async {
        let left = dovecot.inbox("tickets");
        (left.len() == 1 && left[0].flags.contains('S') && tickets(&app.engine).await == 2).then_some(())
    })
    .await;
    fetcher.stop().await;
    assert!(dovecot.inbox("tickets")[0].raw.contains("Printer large"));
}
