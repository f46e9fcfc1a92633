//! A pool that a host brings: used as it is when it is fit, refused with all that it lacks when it is not.

use engine::{Actor, Code, CreateTicket, Engine};
use sea_orm::{
    ConnectOptions, ConnectionTrait as _, Database, DatabaseConnection,
    sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous},
};
use tests::{Backend, TestApp, on_each_database};

on_each_database!(a_host_brings_its_pool_and_keeps_it, a_pool_that_is_too_small_is_refused);

async fn pool(database: &str, most: u32) -> DatabaseConnection {
    let mut options = ConnectOptions::new(database);
    options.max_connections(most).map_sqlx_sqlite_opts(|options| {
        options
            .foreign_keys(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .pragma("secure_delete", "ON")
    });
    Database::connect(options).await.unwrap()
}

async fn open(app: &TestApp, pool: DatabaseConnection) -> engine::Result<Engine> {
    let blobs = format!("file://{}", app.directory().join("blobs").display());
    Engine::builder().pool(pool).blobs(blobs).settings(TestApp::settings()).open().await
}

async fn a_host_brings_its_pool_and_keeps_it(app: TestApp) {
    let pool = pool(app.database(), 3).await;
    let engine = open(&app, pool.clone()).await.unwrap();
    let new = |title: usize| CreateTicket {
        title: format!("Ticket {title}"),
        text: "x".to_owned(),
        customer_email: Some("anna@example.org".to_owned()),
        ..CreateTicket::default()
    };
    let system = Actor::system();
    let all = futures::future::join_all((0..12).map(|place| engine.create_ticket(&system, new(place)))).await;
    for ticket in all {
        let number = ticket.expect("more writers than connections wait for each other").number;
        assert!(app.engine.ticket(&system, number).await.unwrap().is_some());
    }
    engine.run_due().await.unwrap();
    engine.ready().await.unwrap();
    assert!(!engine.claim_letters(1, std::time::Duration::from_mins(1)).await.unwrap().is_empty());
    engine.close().await;
    pool.execute_unprepared("SELECT 1").await.expect("it is still the host's");
}

async fn a_pool_that_is_too_small_is_refused(app: TestApp) {
    let refused = open(&app, pool(app.database(), 1).await).await.unwrap_err();
    assert_eq!((refused.code(), refused.field()), (Code::BadUserInput, Some("pool")));
    assert!(refused.to_string().contains("too few connections: at least 2"), "{refused}");
}

#[tokio::test]
async fn what_a_pool_on_sqlite_lacks_is_said_at_once() {
    let app = TestApp::on(Backend::Sqlite).await;
    let mut options = ConnectOptions::new(app.database());
    options.map_sqlx_sqlite_opts(|options| {
        options
            .foreign_keys(false)
            .synchronous(SqliteSynchronous::Off)
            .busy_timeout(std::time::Duration::ZERO)
    });
    let refused = open(&app, Database::connect(options).await.unwrap()).await.unwrap_err().to_string();
    for words in [".foreign_keys(true)", "SqliteSynchronous::Full", "secure_delete", ".busy_timeout("] {
        assert!(refused.contains(words), "{words} is missing in: {refused}");
    }
    let memory = Database::connect("sqlite::memory:").await.unwrap();
    let refused = open(&app, memory).await.unwrap_err().to_string();
    assert!(refused.contains("in memory"), "{refused}");
}

#[tokio::test]
async fn a_pool_on_postgres_must_read_what_others_committed() {
    let app = TestApp::on(Backend::Postgres).await;
    let plain = Database::connect(app.database()).await.unwrap();
    let name = app.database().rsplit_once('/').unwrap().1.split('?').next().unwrap().to_owned();
    let strict = format!("ALTER DATABASE \"{name}\" SET default_transaction_isolation = 'serializable'");
    plain.execute_unprepared(&strict).await.unwrap();
    let refused = open(&app, pool(app.database(), 3).await).await.unwrap_err().to_string();
    assert!(refused.contains("READ COMMITTED"), "{refused}");
}
