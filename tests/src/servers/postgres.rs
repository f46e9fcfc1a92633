//! A database of one's own on the PostgreSQL that `tests/run` starts.

use std::sync::atomic::{AtomicU32, Ordering};

use sea_orm::{ConnectionTrait as _, Database};

/// The variable that names the server, as `postgres://user@host:port/postgres`.
pub const VARIABLE: &str = "SCHALTER_TEST_POSTGRES";

/// Makes an empty database and answers its address. It goes with the server at the end of the run.
pub async fn fresh_database() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let server = std::env::var(VARIABLE).unwrap_or_else(|_| {
        panic!("this test needs PostgreSQL: run `tests/run`, which starts a private one and sets {VARIABLE}")
    });
    let name = format!("test_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    let connection = Database::connect(&server).await.expect("the PostgreSQL of this run answers");
    // A process id may come again in a long run.
    connection.execute_unprepared(&format!("DROP DATABASE IF EXISTS {name}")).await.expect("dropped");
    connection
        .execute_unprepared(&format!("CREATE DATABASE {name} TEMPLATE template0"))
        .await
        .expect("created");
    connection.close().await.expect("closed");
    let (server, _) = server.rsplit_once('/').expect("the address names a database");
    format!("{server}/{name}")
}
