//! A database of one's own on the PostgreSQL that `tests/run` starts.

use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use sea_orm::{ConnectOptions, ConnectionTrait as _, Database, DatabaseConnection, DbBackend, Statement};

use crate::prepared;

/// The variable that names the server, as `postgres://user@host:port/postgres`.
pub const VARIABLE: &str = "SCHALTER_TEST_POSTGRES";

/// Makes an empty database and answers its address. A later test removes it, or the end of the run.
pub async fn fresh_database() -> String {
    made(false).await
}

/// The same, with all its tables.
pub async fn prepared_database() -> String {
    made(true).await
}

async fn made(with_tables: bool) -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let server = std::env::var(VARIABLE).unwrap_or_else(|_| {
        panic!("this test needs PostgreSQL: run `tests/run`, which starts a private one and sets {VARIABLE}")
    });
    let name = format!("test_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    // One connection, for a lock is that of the connection.
    let mut options = ConnectOptions::new(&server);
    options.max_connections(1);
    let connection = Database::connect(options).await.expect("the PostgreSQL of this run answers");
    remove_abandoned(&connection).await;
    // A process id may come again in a long run.
    connection.execute_unprepared(&format!("DROP DATABASE IF EXISTS {name}")).await.expect("dropped");
    let (server, _) = server.rsplit_once('/').expect("the address names a database");
    if with_tables {
        prepared::postgres(&connection, server, &name).await;
    } else {
        let create = format!("CREATE DATABASE {name} TEMPLATE template0");
        connection.execute_unprepared(&create).await.expect("created");
    }
    connection.close().await.expect("closed");
    format!("{server}/{name}")
}

/// Removes databases of tests whose process has ended: a whole run would need fifteen gigabytes for them.
async fn remove_abandoned(connection: &DatabaseConnection) {
    // A few at a time, for another test may be at the same ones.
    const AT_ONCE: usize = 4;
    let sql = "SELECT datname FROM pg_database WHERE datname LIKE 'test\\_%' ORDER BY random()";
    let rows = connection
        .query_all_raw(Statement::from_string(DbBackend::Postgres, sql))
        .await
        .expect("the databases");
    let names = rows.iter().filter_map(|row| row.try_get_by_index::<String>(0).ok());
    for name in names.filter(|name| is_abandoned(name)).take(AT_ONCE) {
        // What cannot be removed now is removed by a later test.
        drop(connection.execute_unprepared(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await);
    }
}

/// Whether the process that a database is named after has ended. Where that cannot be seen, it lives.
fn is_abandoned(name: &str) -> bool {
    let process = name.split('_').nth(1).and_then(|process| process.parse::<u32>().ok());
    Path::new("/proc/self").exists()
        && process.is_some_and(|process| !Path::new(&format!("/proc/{process}")).exists())
}
