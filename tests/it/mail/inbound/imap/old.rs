//! Old mailboxes at a real Dovecot: own dates, no letters, and what is left alone.

use std::time::{Duration, SystemTime};

use chrono::{DateTime, Utc};
use engine::{Actor, LetterKind, MailboxHandling, OldMail, TicketFilter};
use mail::inbound::imap::{Endpoint, MailboxConfig, run};
use tests::servers::dovecot::{Dovecot, PASSWORD};
use tests::wait::until;
use tests::{MAILBOX, TestApp};
use tokio::sync::watch;

fn mail(id: &str) -> String {
    format!(
        "From: {id} <{id}@customer.example>\r\nTo: {MAILBOX}\r\nSubject: Printer {id}\r\n\
         Message-ID: <{id}@customer.example>\r\n\r\nIt does not print.\r\n"
    )
}

/// 1 March 2015, at 8.
fn years_ago() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_hours(395_888)
}

/// A mailbox with an old mail that nobody has read, one that somebody has, and a new one.
async fn filled() -> Dovecot {
    let dovecot = Dovecot::start().await;
    dovecot.deliver_old("tickets", mail("unread"), years_ago(), "");
    dovecot.deliver_old("tickets", mail("read"), years_ago(), "S");
    dovecot.deliver("tickets", mail("new"));
    dovecot
}

/// The titles of the tickets that are made, with the dates of the old ones.
async fn fetched(
    app: &TestApp,
    dovecot: &Dovecot,
    handling: MailboxHandling,
    count: u64,
) -> Vec<(String, Option<DateTime<Utc>>)> {
    let endpoint = Endpoint::parse(&dovecot.url("tickets")).expect("an address");
    let (ca_file, place) = (Some(dovecot.certificate()), Some(endpoint.place()));
    let usual = MailboxConfig::new(MAILBOX, endpoint, PASSWORD);
    let config = MailboxConfig { ca_file, place, handling, ..usual };
    let (stop, stopping) = watch::channel(false);
    let task = tokio::spawn(run(app.engine.clone(), config, stopping));
    // The place is noted when all of it was taken in.
    until("the mailbox to be taken in", || async {
        app.engine.mailbox_cursor(MAILBOX).await.expect("an answer")
    })
    .await;
    stop.send_replace(true);
    task.await.expect("no panic");
    let made = app.engine.count_tickets(&Actor::system(), &TicketFilter::default()).await.expect("a count");
    assert_eq!(made, count);
    let mut found = Vec::new();
    for number in 10_001..10_001 + i64::try_from(count).expect("few") {
        let ticket = app.engine.ticket(&Actor::system(), number).await.expect("an answer").expect("a ticket");
        found.push((ticket.title, Some(ticket.created_at).filter(|at| *at < TestApp::opening())));
    }
    found.sort();
    found
}

fn then() -> Option<DateTime<Utc>> {
    DateTime::from_timestamp(1_425_196_800, 0)
}

#[tokio::test]
async fn old_mails_that_nobody_has_read_are_taken_in_without_letters() {
    let (app, dovecot) = (TestApp::start().await, filled().await);
    let found = fetched(&app, &dovecot, MailboxHandling::default(), 2).await;
    assert_eq!(found, [("Printer new".to_owned(), None), ("Printer unread".to_owned(), then())]);
    let new = "new@customer.example".to_owned();
    assert_eq!(app.told().await, [(LetterKind::Confirmation, new)]);
}

#[tokio::test]
async fn a_whole_mailbox_is_taken_in_without_letters() {
    let (app, dovecot) = (TestApp::start().await, filled().await);
    let all = MailboxHandling { old_mail: OldMail::Import, ..MailboxHandling::default() };
    let found = fetched(&app, &dovecot, all, 3).await;
    let old = |id: &str| (format!("Printer {id}"), then());
    assert_eq!(found, [("Printer new".to_owned(), None), old("read"), old("unread")]);
    assert_eq!(app.told().await.len(), 1, "the new one alone is confirmed");
}

#[tokio::test]
async fn old_mails_are_answered_where_that_is_asked_for() {
    let (app, dovecot) = (TestApp::start().await, filled().await);
    let answered = MailboxHandling { old_mail: OldMail::Answer, ..MailboxHandling::default() };
    let found = fetched(&app, &dovecot, answered, 2).await;
    assert!(found.iter().all(|(_, at)| at.is_none()), "{found:?}");
    assert_eq!(app.told().await.len(), 2);
}

#[tokio::test]
async fn what_came_before_a_day_is_left_alone() {
    let (app, dovecot) = (TestApp::start().await, filled().await);
    let only_newer_than = chrono::NaiveDate::from_ymd_opt(2015, 3, 2);
    let recent = MailboxHandling { only_newer_than, old_mail: OldMail::Import, ..MailboxHandling::default() };
    let found = fetched(&app, &dovecot, recent, 1).await;
    assert_eq!(found, [("Printer new".to_owned(), None)]);
    let left = dovecot.inbox("tickets");
    let unread = left.iter().find(|mail| mail.raw.contains("Printer unread")).expect("it is there");
    assert!(!unread.flags.contains('S'), "{unread:?}");
}
