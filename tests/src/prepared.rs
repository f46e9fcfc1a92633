//! Databases whose tables are made already: they are migrated once for each build, and copied for each test. What each test would
//! spend on its own tables is most of what many tests take.

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    time::UNIX_EPOCH,
};

use sea_orm::{ConnectionTrait as _, Database, DatabaseConnection, DbBackend, Statement};

/// Names what this build prepares: whatever a migration changes makes another program.
fn build() -> String {
    let program = std::env::current_exe().and_then(fs::metadata).expect("the program of the tests");
    let written = program.modified().ok().and_then(|at| at.duration_since(UNIX_EPOCH).ok());
    format!("{:x}_{:x}", program.len(), written.map_or(0, |at| at.as_nanos()))
}

async fn migrate(address: &str) {
    let connection = Database::connect(address).await.expect("a database to prepare");
    migration::up(&connection).await.expect("the tables are made");
    connection.close().await.expect("closed");
}

/// Makes a SQLite database with all its tables at `file`.
pub(crate) async fn sqlite(file: &Path) {
    let prepared = prepared_file();
    if !prepared.exists() {
        // Several processes may do so at a time; each file is whole when it gets its name.
        let making = prepared.with_extension(format!("{}.making", std::process::id()));
        drop(fs::remove_file(&making));
        migrate(&format!("sqlite://{}?mode=rwc", making.display())).await;
        // As the engine makes it, which has nothing to say then.
        fs::set_permissions(&making, fs::Permissions::from_mode(0o600)).expect("closed to others");
        fs::rename(&making, &prepared).expect("named");
    }
    fs::copy(&prepared, file).expect("a copy of the prepared database");
}

/// Beside the program, where it goes with what else was built.
fn prepared_file() -> PathBuf {
    let program = std::env::current_exe().expect("the program of the tests");
    program.with_file_name(format!("prepared-{}.db", build()))
}

/// Makes the database `name` with all its tables; `server` is the address without the name of a database.
pub(crate) async fn postgres(connection: &DatabaseConnection, server: &str, name: &str) {
    let prepared = format!("prepared_{}", build());
    if !is_there(connection, &prepared).await {
        // Held by this connection, so that one makes it and the others wait.
        run(connection, "SELECT pg_advisory_lock(20190125)").await;
        if !is_there(connection, &prepared).await {
            run(connection, "DROP DATABASE IF EXISTS making_prepared").await;
            run(connection, "CREATE DATABASE making_prepared TEMPLATE template0").await;
            migrate(&format!("{server}/making_prepared")).await;
            run(connection, &format!("ALTER DATABASE making_prepared RENAME TO {prepared}")).await;
        }
        run(connection, "SELECT pg_advisory_unlock(20190125)").await;
    }
    run(connection, &format!("CREATE DATABASE {name} TEMPLATE {prepared}")).await;
}

async fn is_there(connection: &DatabaseConnection, name: &str) -> bool {
    let sql = format!("SELECT 1 FROM pg_database WHERE datname = '{name}'");
    let found = connection.query_one_raw(Statement::from_string(DbBackend::Postgres, sql)).await;
    found.expect("the databases").is_some()
}

async fn run(connection: &DatabaseConnection, sql: &str) {
    if let Err(error) = connection.execute_unprepared(sql).await {
        panic!("{sql}: {error}");
    }
}
