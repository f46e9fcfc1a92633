//! On a full disk, on a failing one and over a connection that breaks: what was acknowledged is kept, the rest is refused,
//! and everything works again by itself.

use std::{collections::BTreeSet, time::Duration};

use bytes::Bytes;
use engine::{Actor, Code, CreateTicket, Engine, Login, Paging, TicketFilter};
use mail::inbound::{report::Became, submit};
use sea_orm::{ConnectionTrait as _, Database, DbBackend, Statement};
use tests::{
    MAILBOX, Person, TestApp,
    given::PASSWORD,
    servers::{
        cluster::Cluster,
        cutter::{Cut, Cutter},
        disk::Disk,
    },
};

async fn create(engine: &Engine, by: &Person, title: &str) -> engine::Result<i64> {
    let text = "Please have a look. ".repeat(40);
    let input = CreateTicket { title: title.to_owned(), text, ..CreateTicket::default() };
    Ok(engine.create_ticket(&by.actor, input).await?.number)
}

/// Creates until it is refused, and answers the numbers that were acknowledged.
async fn create_until_refused(engine: &Engine, by: &Person) -> Vec<i64> {
    let mut numbers = Vec::new();
    for _ in 0..5000 {
        match create(engine, by, "One more").await {
            Ok(number) => numbers.push(number),
            Err(error) => {
                assert_eq!(error.code(), Code::Unavailable, "{error:?}");
                return numbers;
            }
        }
    }
    panic!("never refused");
}

/// The numbers of all tickets, read by a process of its own: what is not committed, it does not see.
async fn kept(app: &TestApp) -> BTreeSet<i64> {
    let connection = Database::connect(app.database()).await.expect("a connection");
    let sql = Statement::from_string(connection.get_database_backend(), "SELECT number FROM ticket");
    let rows = connection.query_all_raw(sql).await.expect("rows");
    let numbers = rows.iter().map(|row| row.try_get_by_index::<i64>(0).expect("a number")).collect();
    connection.close().await.expect("closed");
    numbers
}

async fn not_ready(engine: &Engine) {
    assert_eq!(engine.ready().await.expect_err("not ready").code(), Code::Unavailable);
}

#[tokio::test]
async fn a_full_disk_refuses_and_keeps_what_it_acknowledges_afterwards() {
    let disk = Disk::new("8m");
    let app = TestApp::within(disk.path()).await;
    let anna = app.given().customer("anna@example.org").await;
    let mut acknowledged = BTreeSet::from([create(&app.engine, &anna, "Before").await.expect("room")]);
    app.engine.ready().await.expect("ready");

    disk.fill();
    acknowledged.extend(create_until_refused(&app.engine, &anna).await);
    assert_eq!(create(&app.engine, &anna, "Full").await.expect_err("full").code(), Code::Unavailable);
    not_ready(&app.engine).await;
    // Reading goes on.
    let all = app.engine.count_tickets(&Actor::system(), &TicketFilter::default()).await.expect("a count");
    assert_eq!(all, acknowledged.len() as u64);

    disk.leave(3 << 20);
    for title in ["One", "Two", "Three", "Four", "Five"] {
        acknowledged.insert(create(&app.engine, &anna, title).await.expect("room again"));
    }
    app.engine.ready().await.expect("ready again");
    assert_eq!(kept(&app).await, acknowledged, "others see what was acknowledged, at once");
    // Others can write, since nothing holds the lock.
    let other = Database::connect(app.database()).await.expect("a connection");
    other
        .execute_unprepared("INSERT INTO setting (key, value) VALUES ('another', 'process')")
        .await
        .expect("written");
    other.close().await.expect("closed");
}

/// Rounds with more and less room let the disk run full in commits, rollbacks, while the log is folded back, and when a
/// connection is opened again.
#[tokio::test]
async fn wherever_the_disk_runs_full_nothing_acknowledged_is_lost() {
    let disk = Disk::new("12m");
    let app = TestApp::within(disk.path()).await;
    let anna = app.given().customer("anna@example.org").await;
    let mut acknowledged = BTreeSet::new();
    for room in [1 << 20, 100_000, 700_000, 30_000, 400_000, 9000, 2 << 20, 250_000] {
        disk.fill();
        disk.leave(room);
        acknowledged.extend(create_until_refused(&app.engine, &anna).await);
        not_ready(&app.engine).await;
    }
    disk.leave(4 << 20);
    acknowledged.insert(create(&app.engine, &anna, "After").await.expect("room again"));
    app.engine.ready().await.expect("ready again");
    assert_eq!(kept(&app).await, acknowledged);
    // As after the end of the process, which must not take anything along.
    app.engine.close().await;
    assert_eq!(kept(&app).await, acknowledged);
    let connection = Database::connect(app.database()).await.expect("a connection");
    let check = Statement::from_string(DbBackend::Sqlite, "PRAGMA integrity_check");
    let row = connection.query_one_raw(check).await.expect("an answer").expect("a row");
    assert_eq!(row.try_get_by_index::<String>(0).expect("a word"), "ok");
}

#[tokio::test]
async fn a_mail_that_meets_a_full_disk_is_kept_and_read_later_as_it_was_written() {
    let disk = Disk::new("8m");
    let app = TestApp::within(disk.path()).await;
    let anna = app.given().customer("anna@example.org").await;
    let raw = format!(
        "From: Kim <kim@customer.example>\r\nTo: {MAILBOX}\r\nSubject: Printer\r\nMessage-ID: <1@customer.example>\r\n\
         \r\nIt does not print.\r\n"
    );
    disk.fill();
    create_until_refused(&app.engine, &anna).await;
    let report = submit(&app.engine, raw.clone().into_bytes(), Some(MAILBOX)).await;
    assert_eq!(report.outcome, Became::Failed, "{report:?}");
    // Room for the mail itself, and none for the database.
    disk.leave(8 << 10);
    let report = submit(&app.engine, raw.clone().into_bytes(), Some(MAILBOX)).await;
    assert_eq!(report.outcome, Became::Failed, "{report:?}");

    disk.leave(3 << 20);
    let report = submit(&app.engine, raw.into_bytes(), Some(MAILBOX)).await;
    assert_eq!((report.outcome, report.attachments.len()), (Became::Created, 0), "{report:?}");
    let number = report.ticket.expect("a ticket");
    let ticket = app.engine.ticket(&Actor::system(), number).await.expect("an answer").expect("a ticket");
    let page = app.engine.comments(&Actor::system(), ticket.id, &Paging::default()).await.expect("comments");
    assert_eq!(page.items[0].1.text, "It does not print.");
}

#[tokio::test]
async fn a_log_in_on_a_full_disk_is_refused_as_unavailable_and_sessions_go_on() {
    let disk = Disk::new("8m");
    let app = TestApp::within(disk.path()).await;
    let anna = app.given().customer("anna@example.org").await;
    let login = || {
        let (identifier, password) = ("anna@example.org".to_owned(), PASSWORD.to_owned());
        app.engine.login(Login { identifier, password, ..Login::default() })
    };
    disk.fill();
    create_until_refused(&app.engine, &anna).await;
    // A small write may still find a page; in the end none does.
    let mut refused = None;
    for _ in 0..500 {
        refused = login().await.err();
        if refused.is_some() {
            break;
        }
    }
    assert_eq!(refused.expect("refused").code(), Code::Unavailable);
    app.clock.advance(Duration::from_mins(10));
    assert!(app.engine.authenticate(&anna.token).await.expect("an answer").is_some(), "still logged in");
    disk.leave(3 << 20);
    login().await.expect("logged in");
}

#[tokio::test]
async fn a_letter_that_was_sent_on_a_full_disk_can_be_noted_later() {
    let disk = Disk::new("8m");
    let app = TestApp::within(disk.path()).await;
    let anna = app.given().customer("anna@example.org").await;
    app.given().ticket(&anna, "Printer").await;
    let letters = app.engine.claim_letters(10, Duration::from_mins(10)).await.expect("an outbox");
    let ids: Vec<_> = letters.iter().map(|letter| letter.id).collect();
    assert!(!ids.is_empty());
    disk.fill();
    create_until_refused(&app.engine, &anna).await;
    let mut noted = Ok(());
    for _ in 0..500 {
        noted = app.engine.letters_sent(&ids).await;
        if noted.is_err() {
            break;
        }
    }
    assert_eq!(noted.expect_err("full").code(), Code::Unavailable);
    disk.leave(3 << 20);
    app.engine.letters_sent(&ids).await.expect("noted");
    app.clock.advance(Duration::from_hours(1));
    let again = app.engine.claim_letters(100, Duration::from_mins(1)).await.expect("an outbox");
    assert!(again.iter().all(|letter| !ids.contains(&letter.id)), "none is sent again");
}

#[tokio::test]
async fn a_blob_store_without_room_is_unavailable_and_known_to_readiness() {
    let disk = Disk::new("1m");
    let app = TestApp::start().await;
    let blobs = format!("file://{}", disk.path().join("blobs").display());
    let node = Engine::builder().database(app.database()).blobs(blobs).open().await.expect("it opens");
    disk.fill();
    let raw = Bytes::from_static(b"From: kim@customer.example\r\n\r\nHello");
    assert_eq!(
        node.store_raw(bytes::Bytes::copy_from_slice(&raw)).await.expect_err("full").code(),
        Code::Unavailable
    );
    not_ready(&node).await;
    disk.leave(600_000);
    node.store_raw(bytes::Bytes::copy_from_slice(&raw)).await.expect("stored");
    node.ready().await.expect("ready again");
}

#[tokio::test]
async fn a_full_tablespace_refuses_and_keeps_what_it_acknowledges_afterwards() {
    let disk = Disk::new("48m");
    let cluster = Cluster::start().await;
    let app = TestApp::at(cluster.database_in("tiny_house", disk.path()).await).await;
    let anna = app.given().customer("anna@example.org").await;
    let mut acknowledged = BTreeSet::from([create(&app.engine, &anna, "Before").await.expect("room")]);
    disk.fill();
    acknowledged.extend(create_until_refused(&app.engine, &anna).await);
    not_ready(&app.engine).await;
    assert_eq!(kept(&app).await, acknowledged);
    disk.leave(6 << 20);
    for title in ["One", "Two", "Three"] {
        acknowledged.insert(create(&app.engine, &anna, title).await.expect("room again"));
    }
    app.engine.ready().await.expect("ready again");
    assert_eq!(kept(&app).await, acknowledged);
    app.engine.close().await;
}

#[tokio::test]
async fn a_connection_that_breaks_in_its_commit_acknowledges_nothing() {
    let cluster = Cluster::start().await;
    let direct = cluster.database("house").await;
    let proxy = Cutter::start(cluster.port()).await;
    let through = direct.replace(&format!(":{}/", cluster.port()), &format!(":{}/", proxy.port()));
    let app = TestApp::at(through).await;
    let anna = app.given().customer("anna@example.org").await;
    let mut acknowledged = BTreeSet::new();
    let mut in_doubt = 0;
    for cut in [Cut::Before, Cut::After, Cut::Before, Cut::After] {
        proxy.cut(cut);
        let error = create(&app.engine, &anna, "Cut off").await.expect_err("the connection broke");
        assert_eq!(error.code(), Code::Unavailable, "{error:?}");
        in_doubt += u64::from(cut == Cut::After);
        for title in ["One", "Two"] {
            acknowledged.insert(create(&app.engine, &anna, title).await.expect("a new connection"));
        }
    }
    let kept = kept(&app).await;
    assert!(kept.is_superset(&acknowledged), "{kept:?} lacks some of {acknowledged:?}");
    assert_eq!(
        kept.len() as u64,
        acknowledged.len() as u64 + in_doubt,
        "what never reached the server is not there"
    );
    app.engine.ready().await.expect("ready");
    app.engine.close().await;
}
