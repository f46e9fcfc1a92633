//! Waiting for mail on a server that cannot tell by itself, and a mail that it cannot hand out.

use std::time::Duration;

use engine::{Actor, Engine, Paging, TicketFilter};
use mail::inbound::imap::{Endpoint, MailboxConfig, run};
use tests::wait::until;
use tests::{MAILBOX, TestApp};
use tokio::sync::watch;

use super::scripted::Scripted;

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
        server.deliver(&mail(&count.to_string()), false);
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
    server.deliver(&mail("broken"), true);
    server.deliver(&mail("whole"), false);
    let (stop, stopping) = watch::channel(false);
    let task = tokio::spawn(run(app.engine.clone(), config(&server), stopping));
    until_tickets(&app.engine, 2).await;
    stop.send_replace(true);
    task.await.expect("no panic");
    let ticket = app.engine.ticket(&Actor::system(), 10_001).await.expect("an answer").expect("a ticket");
    assert_eq!(ticket.title, "Printer broken");
    let paging = Paging { first: Some(1), ..Paging::default() };
    let comments = app.engine.comments(&Actor::system(), ticket.id, &paging).await.expect("comments");
    assert!(comments.items[0].1.text.contains("UID 1"), "{}", comments.items[0].1.text);
}

/// The others come, those before it and those behind it, and none of them is taken for the one that is lost.
#[tokio::test]
async fn a_mail_of_which_the_server_has_nothing_is_passed_by_and_blocks_no_other() {
    let app = TestApp::start().await;
    let server = Scripted::start().await;
    server.deliver(&mail("first"), false);
    server.lose(&mail("lost"));
    server.deliver(&mail("third"), false);
    let (stop, stopping) = watch::channel(false);
    let task = tokio::spawn(run(app.engine.clone(), config(&server), stopping));
    until_tickets(&app.engine, 2).await;
    server.deliver(&mail("fourth"), false);
    until_tickets(&app.engine, 3).await;
    stop.send_replace(true);
    task.await.expect("no panic");
}

#[tokio::test]
async fn at_the_first_time_only_what_nobody_has_seen_is_taken_in() {
    let app = TestApp::start().await;
    let server = Scripted::start().await;
    server.deliver(&mail("old"), false);
    server.deliver(&mail("new"), false);
    server.see(1);
    let (stop, stopping) = watch::channel(false);
    let task = tokio::spawn(run(app.engine.clone(), config(&server), stopping));
    until_tickets(&app.engine, 1).await;
    // From then on the place counts, whatever somebody else has looked at.
    server.deliver(&mail("looked at"), false);
    server.see(3);
    until_tickets(&app.engine, 2).await;
    stop.send_replace(true);
    task.await.expect("no panic");
    let ticket = app.engine.ticket(&Actor::system(), 10_001).await.expect("an answer").expect("a ticket");
    assert_eq!(ticket.title, "Printer new");
}
