//! Opening a database: new, old, newer, by several at once, or none at all.

use engine::{Code, Engine};
use sea_orm::{ConnectionTrait as _, Database, DbBackend, Statement, TransactionTrait as _};
use sea_orm_migration::MigratorTrait as _;
use tests::{Backend, TestApp, on_each_database, servers::choose_cryptography};

async fn fresh(backend: Backend) -> (String, tempfile::TempDir) {
    choose_cryptography();
    let directory = tempfile::tempdir().expect("a directory");
    (backend.fresh(directory.path()).await, directory)
}

async fn open(database: &str, directory: &tempfile::TempDir) -> engine::Result<Engine> {
    let blobs = format!("file://{}", directory.path().join("blobs").display());
    Engine::builder().database(database).blobs(blobs).open().await
}

on_each_database!(
    a_database_of_a_newer_program_is_refused,
    a_command_leaves_a_database_of_an_older_program_alone,
    migrating_again_does_nothing,
);

async fn a_database_of_a_newer_program_is_refused(app: TestApp) {
    let connection = Database::connect(app.database()).await.expect("a connection");
    let future = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m29990101_000001_wonders', 0)";
    connection.execute_unprepared(future).await.expect("written");
    let refused = migration::up(&connection).await.expect_err("refused").to_string();
    assert!(refused.contains("newer") && refused.contains("m29990101_000001_wonders"), "{refused}");
}

async fn a_command_leaves_a_database_of_an_older_program_alone(app: TestApp) {
    let connection = Database::connect(app.database()).await.expect("a connection");
    let last = "DELETE FROM seaql_migrations WHERE version = (SELECT max(version) FROM seaql_migrations)";
    connection.execute_unprepared(last).await.expect("an older one");
    let blobs = tempfile::tempdir().expect("a directory");
    let builder = || {
        let blobs = format!("file://{}", blobs.path().display());
        Engine::builder().database(app.database()).blobs(blobs)
    };
    let refused = builder().existing().open().await.expect_err("the server must migrate first");
    let cause = std::error::Error::source(&refused).map(ToString::to_string).unwrap_or_default();
    assert!(cause.contains("older version") && cause.contains("schalter migrate"), "{cause}");
    builder().as_it_is().open().await.expect("a backup takes it as it is").close().await;
    let rows =
        Statement::from_string(connection.get_database_backend(), "SELECT version FROM seaql_migrations");
    let rows = connection.query_all_raw(rows).await.expect("rows");
    assert_eq!(rows.len(), migration::Migrator::migrations().len() - 1, "nothing was changed");
}

#[tokio::test]
async fn who_cannot_write_for_another_process_is_told_soon_and_reads_meanwhile() {
    let app = TestApp::on(Backend::Sqlite).await;
    let anna = app.given().customer("anna@example.org").await;
    let ticket = app.given().ticket(&anna, "A ticket").await;
    let other = Database::connect(app.database()).await.expect("a connection");
    other.execute_unprepared("BEGIN IMMEDIATE").await.expect("held");
    let new = || engine::CreateTicket { title: "Another".into(), text: "x".into(), ..Default::default() };
    // The first waits as long as SQLite does; those behind it must not wait so long each, one after the other.
    let all = futures::future::join_all((0..20).map(|_| app.engine.create_ticket(&anna.actor, new())));
    let all =
        tokio::time::timeout(std::time::Duration::from_secs(20), all).await.expect("not 20 times as long");
    for refused in all {
        assert_eq!(refused.expect_err("nobody can write").code(), Code::Unavailable);
    }
    let seen = app.engine.authenticate(&anna.token).await.expect("reading goes on").expect("she");
    assert!(app.engine.ticket(&seen, ticket.number).await.expect("an answer").is_some());
    assert_eq!(app.engine.ready().await.expect_err("not ready").code(), Code::Unavailable);
    other.execute_unprepared("ROLLBACK").await.expect("let go");
    app.engine.create_ticket(&anna.actor, new()).await.expect("by itself");
    app.engine.ready().await.expect("ready again");
}

async fn migrating_again_does_nothing(app: TestApp) {
    let connection = Database::connect(app.database()).await.expect("a connection");
    assert!(!migration::up(&connection).await.expect("an answer"));
    let rows =
        Statement::from_string(connection.get_database_backend(), "SELECT version FROM seaql_migrations");
    let rows = connection.query_all_raw(rows).await.expect("rows");
    assert_eq!(rows.len(), migration::Migrator::migrations().len());
}

#[tokio::test]
async fn servers_that_start_at_the_same_moment_migrate_once() {
    for backend in Backend::each() {
        let (database, directory) = fresh(backend).await;
        let all = futures::future::join_all((0..6).map(|_| open(&database, &directory))).await;
        for engine in all {
            engine.expect("each of them opens").close().await;
        }
    }
}

#[tokio::test]
async fn a_new_sqlite_database_is_durable_and_makes_its_directory() {
    choose_cryptography();
    let directory = tempfile::tempdir().expect("a directory");
    let database = format!("sqlite://{}", directory.path().join("not/yet/there/house.db").display());
    let engine = open(&database, &directory).await.expect("it opens");
    let connection = Database::connect(&database).await.expect("a connection");
    let mode = Statement::from_string(DbBackend::Sqlite, "PRAGMA journal_mode");
    let row = connection.query_one_raw(mode).await.expect("an answer").expect("a row");
    assert_eq!(row.try_get::<String>("", "journal_mode").expect("a word"), "wal");
    engine.close().await;
}

#[tokio::test]
async fn what_is_no_database_is_refused_without_showing_a_password() {
    choose_cryptography();
    let directory = tempfile::tempdir().expect("a directory");
    for address in
        ["", "nonsense", "mysql://user:secret@host/name", "sqlite::memory:", "sqlite://x?mode=memory"]
    {
        let error = open(address, &directory).await.expect_err("refused");
        assert_eq!(error.code(), Code::Internal);
        let mut text = error.to_string();
        let mut cause: Option<&dyn std::error::Error> = std::error::Error::source(&error);
        while let Some(error) = cause {
            text += &error.to_string();
            cause = error.source();
        }
        assert!(!text.contains("secret"), "{text}");
    }
}

/// A second process, such as `schalter mail import` beside the server, only delays a write.
#[expect(clippy::disallowed_methods, reason = "the transaction of another program, which has no Work")]
#[tokio::test]
async fn a_writer_waits_while_another_process_writes() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.org").await;
    let connection = Database::connect(app.database()).await.expect("a connection");
    let other = connection.begin().await.expect("begun");
    let write = "INSERT INTO setting (key, value) VALUES ('another', 'process')";
    other.execute_unprepared(write).await.expect("the other process writes");
    let given = app.given();
    let mut waiting = Box::pin(given.ticket(&anna, "Waits for its turn"));
    let early = tokio::time::timeout(std::time::Duration::from_millis(400), &mut waiting).await;
    assert!(early.is_err(), "nobody writes while another does");
    other.commit().await.expect("committed");
    assert_eq!(waiting.await.number, 10_001);
}
