//! Commands inside a transaction of the host: seen, told and kept when the host commits, and else as if never given.

use std::time::Duration;

use engine::{
    Actor, AddComment, ChangeTicket, Code, CommentChange, CreateTicket, SweepBlobs, TicketChange,
    TicketFilter, Upload, UserId,
};
use futures::{FutureExt as _, StreamExt as _};
use sea_orm::{
    ConnectionTrait as _, Database, DatabaseConnection, DatabaseTransaction, DbBackend,
    SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait as _,
};
use tests::{TestApp, on_each_database};

on_each_database!(
    what_runs_in_a_hosts_transaction_is_seen_and_told_once_the_host_commits,
    without_a_word_of_the_host_live_readers_find_it_by_themselves,
    a_transaction_that_is_rolled_back_leaves_nothing,
    a_command_that_fails_leaves_the_hosts_transaction_usable,
    a_handle_that_is_dropped_undoes_what_was_done_and_nothing_else,
    commands_at_the_same_time_wait_for_each_other,
    a_transaction_of_another_database_is_refused,
);

/// The host's own pool, with a table of its own in the same database.
async fn host(app: &TestApp) -> DatabaseConnection {
    let host = Database::connect(app.database()).await.unwrap();
    host.execute_unprepared("CREATE TABLE shop_order (ticket BIGINT NOT NULL)").await.unwrap();
    host
}

async fn begin(host: &DatabaseConnection) -> DatabaseTransaction {
    let sqlite_transaction_mode = Some(SqliteTransactionMode::Immediate);
    host.begin_with_options(TransactionOptions { sqlite_transaction_mode, ..Default::default() })
        .await
        .unwrap()
}

#[expect(clippy::disallowed_methods, reason = "the host's own transaction")]
async fn commit(transaction: DatabaseTransaction) {
    transaction.commit().await.unwrap();
}

async fn order(transaction: &DatabaseTransaction, ticket: i64) {
    let sql = format!("INSERT INTO shop_order (ticket) VALUES ({ticket})");
    transaction.execute_unprepared(&sql).await.unwrap();
}

async fn orders(host: &DatabaseConnection) -> i64 {
    let count =
        Statement::from_string(host.get_database_backend(), "SELECT count(*) AS number FROM shop_order");
    host.query_one_raw(count).await.unwrap().unwrap().try_get("", "number").unwrap()
}

fn new(title: &str) -> CreateTicket {
    let file =
        Upload { filename: "receipt.txt".to_owned(), content_type: None, bytes: format!("{title}!").into() };
    CreateTicket {
        title: title.to_owned(),
        text: "The box was open.".to_owned(),
        customer_email: Some("anna@example.org".to_owned()),
        attachments: vec![file],
        ..CreateTicket::default()
    }
}

fn sweep() -> SweepBlobs {
    SweepBlobs { files_older_than: Duration::ZERO, mails_older_than: Duration::ZERO, dry_run: false }
}

/// How many files a sweep removes that no row names; by the test's clock all of them are old.
async fn swept(app: &TestApp) -> u64 {
    // Files bear the time of the machine, which is behind that of this clock.
    app.clock.advance(Duration::from_hours(24 * 365 * 100));
    app.engine.sweep_blobs(sweep(), |_, _| ()).await.unwrap().files
}

async fn what_runs_in_a_hosts_transaction_is_seen_and_told_once_the_host_commits(app: TestApp) {
    let (host, system) = (host(&app).await, Actor::system());
    let start = app.engine.journal_end().await.unwrap();
    let mut live = Box::pin(app.engine.follow(&system, Some(start), TicketFilter::default()));
    let transaction = begin(&host).await;
    let inside = app.engine.within(&transaction).await.unwrap();
    let ticket = inside.create_ticket(&system, new("Open box")).await.unwrap();
    let comment = AddComment { number: ticket.number, text: "Sorry!".to_owned(), ..AddComment::default() };
    inside.add_comment(&system, comment).await.unwrap();
    assert_eq!(
        inside.ticket(&system, ticket.number).await.unwrap().unwrap().title,
        "Open box",
        "it sees its own"
    );
    assert!(app.engine.ticket(&system, ticket.number).await.unwrap().is_none(), "others do not");
    assert!(live.next().now_or_never().is_none(), "nothing has happened yet");
    let refused = inside.claim_letters(10, Duration::from_mins(1)).await.unwrap_err();
    assert_eq!(refused.field(), Some("transaction"), "no letter leaves from inside");
    inside.finish().await.unwrap();
    order(&transaction, ticket.number).await;
    commit(transaction).await;
    app.engine.host_committed();

    let event = live.next().await.unwrap().unwrap();
    assert_eq!(event.ticket, ticket.id);
    assert!(app.engine.ticket(&system, ticket.number).await.unwrap().is_some());
    assert_eq!(orders(&host).await, 1);
    let told = app.told().await;
    assert!(told.iter().any(|(_, to)| to == "anna@example.org"), "{told:?}");
    assert_eq!(swept(&app).await, 0, "its file is kept");
}

async fn without_a_word_of_the_host_live_readers_find_it_by_themselves(app: TestApp) {
    let (host, system) = (host(&app).await, Actor::system());
    let start = app.engine.journal_end().await.unwrap();
    let mut live = Box::pin(app.engine.follow(&system, Some(start), TicketFilter::default()));
    let transaction = begin(&host).await;
    let inside = app.engine.within(&transaction).await.unwrap();
    let ticket = inside.create_ticket(&system, new("Open box")).await.unwrap();
    inside.finish().await.unwrap();
    commit(transaction).await;
    assert_eq!(live.next().await.unwrap().unwrap().ticket, ticket.id);
}

async fn a_transaction_that_is_rolled_back_leaves_nothing(app: TestApp) {
    let (host, system) = (host(&app).await, Actor::system());
    let transaction = begin(&host).await;
    let inside = app.engine.within(&transaction).await.unwrap();
    let ticket = inside.create_ticket(&system, new("Open box")).await.unwrap();
    inside.finish().await.unwrap();
    order(&transaction, ticket.number).await;
    transaction.rollback().await.unwrap();
    app.engine.host_committed();

    assert!(app.engine.ticket(&system, ticket.number).await.unwrap().is_none());
    assert_eq!((orders(&host).await, app.told().await), (0, Vec::new()));
    assert_eq!(swept(&app).await, 1, "the file that nobody names is swept");
}

async fn a_command_that_fails_leaves_the_hosts_transaction_usable(app: TestApp) {
    let (host, system) = (host(&app).await, Actor::system());
    let transaction = begin(&host).await;
    let inside = app.engine.within(&transaction).await.unwrap();
    let ticket = inside.create_ticket(&system, new("Open box")).await.unwrap();
    let note =
        TicketChange::Comment(CommentChange { text: "Never kept".to_owned(), ..CommentChange::default() });
    let nobody = TicketChange::Assign(Some(UserId(uuid::Uuid::nil())));
    let list = ChangeTicket { number: ticket.number, changes: vec![note, nobody], ..ChangeTicket::default() };
    let refused = inside.change_ticket(&system, list).await.unwrap_err();
    assert_eq!(refused.code(), Code::BadUserInput, "{refused}");
    inside.create_ticket(&system, CreateTicket::default()).await.unwrap_err();
    let other = inside.create_ticket(&system, new("Another")).await.unwrap();
    inside.finish().await.unwrap();
    order(&transaction, other.number).await;
    commit(transaction).await;

    assert_eq!(orders(&host).await, 1);
    assert_eq!(app.engine.count_comments(&system, ticket.id).await.unwrap(), 1, "the first text alone");
    assert!(app.engine.ticket(&system, other.number).await.unwrap().is_some());
}

async fn a_handle_that_is_dropped_undoes_what_was_done_and_nothing_else(app: TestApp) {
    let (host, system) = (host(&app).await, Actor::system());
    let transaction = begin(&host).await;
    order(&transaction, 1).await;
    let inside = app.engine.within(&transaction).await.unwrap();
    let ticket = inside.create_ticket(&system, new("Open box")).await.unwrap();
    drop(inside);
    order(&transaction, 2).await;
    commit(transaction).await;
    assert_eq!(orders(&host).await, 2);
    assert!(app.engine.ticket(&system, ticket.number).await.unwrap().is_none());
}

async fn commands_at_the_same_time_wait_for_each_other(app: TestApp) {
    let (host, system) = (host(&app).await, Actor::system());
    let transaction = begin(&host).await;
    let inside = app.engine.within(&transaction).await.unwrap();
    let titles: Vec<String> = (0..6).map(|place| format!("Ticket {place}")).collect();
    let all = titles.iter().map(|title| inside.create_ticket(&system, new(title)));
    let made = futures::future::join_all(all).await;
    inside.finish().await.unwrap();
    commit(transaction).await;
    for ticket in made {
        let number = ticket.unwrap().number;
        assert!(app.engine.ticket(&system, number).await.unwrap().is_some(), "#{number}");
    }
}

async fn a_transaction_of_another_database_is_refused(app: TestApp) {
    let other = TestApp::on(app.backend).await;
    let transaction = begin(&host(&other).await).await;
    let refused = app.engine.within(&transaction).await.unwrap_err();
    assert_eq!((refused.code(), refused.field()), (Code::BadUserInput, Some("transaction")));
    order(&transaction, 1).await;
    commit(transaction).await;
    if app.backend == tests::Backend::Postgres {
        let empty = Database::connect(&tests::Backend::Postgres.fresh(app.directory()).await).await.unwrap();
        let transaction = begin(&empty).await;
        let refused = app.engine.within(&transaction).await.unwrap_err();
        assert!(refused.to_string().contains("another database"), "{refused}");
        let serial = host(&app).await;
        let isolation_level = Some(sea_orm::IsolationLevel::Serializable);
        let strict = TransactionOptions { isolation_level, ..Default::default() };
        let transaction = serial.begin_with_options(strict).await.unwrap();
        let refused = app.engine.within(&transaction).await.unwrap_err();
        assert!(refused.to_string().contains("READ COMMITTED"), "{refused}");
        transaction.execute_raw(Statement::from_string(DbBackend::Postgres, "SELECT 1")).await.unwrap();
    }
}
