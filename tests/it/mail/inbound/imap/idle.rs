//! Waiting for mail on a server that cannot tell by itself, and a mail that it cannot hand out.

use std::time::Duration;

use engine::{Actor, Engine, Paging, TicketFilter};
use mail::inbound::imap::{Endpoint, MailboxConfig, run};
use tests::wait::until;
use tests::{MAILBOX, TestApp};
use tokio::sync::watch;

use super::scripted::{Fault, Scripted};

fn mail(id: &str) -> String {
    format!(
        "From: Kim <kim@customer.example>\r\nTo: {MAILBOX}\r\nSubject: Printer {id}\r\n\
         Message-ID: <{id}@customer.example>\r\n\r\nIt does not print.\r\n"
    )
}

fn config(server: &Scripted) -> MailboxConfig {
    let endpoint = Endpoint::parse(&format!("imap://tickets@127.0.0.1:{}", server.port)).expect("an address");
    MailboxConfig { poll: Duration::from_millis(50), ..MailboxConfig::new(MAILBOX, endpoint, "secret") }
}

async fn until_tickets(engine: &Engine, count: u64) {
    until(&format!("{count} tickets"), || async {
        let found = engine.count_tickets(&Actor::system(), &TicketFilter::default()).await.expect("a count");
        (found == count).then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_server_without_idle_is_asked_again_and_again() {
    let app = TestApp::start().await;
    let server = Scripted::start().await;
    let (stop, stopping) = watch::channel(false);
    let task = tokio::spawn(run(app.engine.clone(), config(&server), stopping));
    for count in 1..=3 {
        server.deliver(&mail(&count.to_string()));
        until_tickets(&app.engine, count).await;
    }
    until("every mail to be flagged", || async { server.mails().iter().all(|mail| mail.seen).then_some(()) })
        .await;
    stop.send_replace(true);
    task.await.expect("no panic");
}

#[tokio::test]
async fn a_mail_that_the_server_cannot_hand_out_becomes_a_ticket_by_its_header_and_blocks_no_other() {
    let app = TestApp::start().await;
    let server = Scripted::start().await;
    server.fail(&mail("broken"), Fault::Broken);
    server.deliver(&mail("whole"));
    let (stop, stopping) = watch::channel(false);
    let task = tokio::spawn(run(app.engine.clone(), config(&server), stopping));
    until_tickets(&app.engine, 2).await;
    stop.send_replace(true);
    task.await.expect("no panic");
    // The one over which the server fails is tried again when the others are in.
    let (title, text) = ticket(&app.engine, 10_002).await;
    assert_eq!(title, "Printer broken");
    assert!(text.contains("UID 1"), "{text}");
}

/// The title of a ticket, and its first comment.
async fn ticket(engine: &Engine, number: i64) -> (String, String) {
    let ticket = engine.ticket(&Actor::system(), number).await.expect("an answer").expect("a ticket");
    let paging = Paging { first: Some(1), ..Paging::default() };
    let comments = engine.comments(&Actor::system(), ticket.id, &paging).await.expect("comments");
    (ticket.title, comments.items[0].1.text.clone())
}

/// What the staff are shown of a mail that the server keeps to itself.
async fn is_told(engine: &Engine, number: i64, uid: u32) {
    let (title, text) = ticket(engine, number).await;
    assert_eq!(title, "E-Mail nicht abrufbar / Mail cannot be fetched");
    assert!(text.contains(MAILBOX) && text.contains(&format!("UID {uid}")), "{text}");
}

/// The others come, those before it and those behind it, none of them is taken for the one that is lost, and the staff are
/// told of that.
#[tokio::test]
async fn a_mail_of_which_the_server_has_nothing_is_passed_by_and_shown_and_blocks_no_other() {
    let app = TestApp::start().await;
    let server = Scripted::start().await;
    server.deliver(&mail("first"));
    server.fail(&mail("lost"), Fault::Lost);
    server.deliver(&mail("third"));
    let (stop, stopping) = watch::channel(false);
    let task = tokio::spawn(run(app.engine.clone(), config(&server), stopping));
    until_tickets(&app.engine, 3).await;
    is_told(&app.engine, 10_003, 2).await;
    server.deliver(&mail("fourth"));
    until_tickets(&app.engine, 4).await;
    stop.send_replace(true);
    task.await.expect("no panic");
    let seen: Vec<bool> = server.mails().iter().map(|mail| mail.seen).collect();
    assert_eq!(seen, [true, false, true, true]);
}

/// The library that reads answers panics over it.
#[tokio::test]
async fn an_answer_that_cannot_be_read_is_a_fault_and_does_not_end_the_fetching() {
    let app = TestApp::start().await;
    let server = Scripted::start().await;
    server.fail(&mail("dateless"), Fault::Dateless);
    let (stop, stopping) = watch::channel(false);
    let task = tokio::spawn(run(app.engine.clone(), config(&server), stopping));
    until("the fault to be noted", || async {
        let health = app.engine.mailboxes().await.expect("an answer");
        let words = health.iter().find_map(|one| one.last_error.as_deref());
        words.is_some_and(|words| words.contains("cannot be read")).then_some(())
    })
    .await;
    server.mend(1);
    until_tickets(&app.engine, 1).await;
    stop.send_replace(true);
    task.await.expect("no panic");
}

/// Two such mails have the same bytes, which are none.
#[tokio::test]
async fn an_empty_answer_is_no_mail() {
    let app = TestApp::start().await;
    let server = Scripted::start().await;
    server.deliver(&mail("1"));
    server.fail(&mail("2"), Fault::Empty);
    server.deliver(&mail("3"));
    let (stop, stopping) = watch::channel(false);
    let task = tokio::spawn(run(app.engine.clone(), config(&server), stopping));
    until_tickets(&app.engine, 3).await;
    is_told(&app.engine, 10_003, 2).await;
    stop.send_replace(true);
    task.await.expect("no panic");
    let seen: Vec<bool> = server.mails().iter().map(|mail| mail.seen).collect();
    assert_eq!(seen, [true, false, true]);
}

#[tokio::test]
async fn a_mail_over_which_the_server_falls_silent_blocks_no_other() {
    for fault in [Fault::Silent, Fault::Short] {
        let app = TestApp::start().await;
        let server = Scripted::start().await;
        server.deliver(&mail("first"));
        server.deliver(&mail("second"));
        server.fail(&mail("bad"), fault);
        server.deliver(&mail("fourth"));
        let (stop, stopping) = watch::channel(false);
        let config = MailboxConfig { silence: Duration::from_millis(400), ..config(&server) };
        let task = tokio::spawn(run(app.engine.clone(), config, stopping));
        // What came before the silence is taken in at once, what lies behind it before the server is asked for it again.
        until_tickets(&app.engine, 3).await;
        until("what was taken in to be flagged", || async {
            let mails = server.mails();
            [0, 1, 3].iter().all(|place| mails[*place].seen).then_some(())
        })
        .await;
        until_tickets(&app.engine, 4).await;
        is_told(&app.engine, 10_004, 3).await;
        server.deliver(&mail("fifth"));
        until_tickets(&app.engine, 5).await;
        assert!(!server.mails()[2].seen);
        stop.send_replace(true);
        task.await.expect("no panic");
    }
}

#[tokio::test]
async fn at_the_first_time_only_what_nobody_has_seen_is_taken_in() {
    let app = TestApp::start().await;
    let server = Scripted::start().await;
    server.deliver(&mail("old"));
    server.deliver(&mail("new"));
    server.see(1);
    let (stop, stopping) = watch::channel(false);
    let task = tokio::spawn(run(app.engine.clone(), config(&server), stopping));
    until_tickets(&app.engine, 1).await;
    // From then on the place counts, whatever somebody else has looked at.
    server.deliver(&mail("looked at"));
    server.see(3);
    until_tickets(&app.engine, 2).await;
    stop.send_replace(true);
    task.await.expect("no panic");
    assert_eq!(ticket(&app.engine, 10_001).await.0, "Printer new");
}
