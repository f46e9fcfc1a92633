//! Writes the data into a SQLite file at once: indexes and triggers go before, and come back as they were.

use std::path::Path;

use sea_orm::sqlx::{
    AssertSqlSafe, Connection as _, Row as _, SqliteConnection, query,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};

use super::{
    CLEAR, TALLY,
    plan::Plan,
    rows::{Table, Value, happenings, people, ticks},
};
use crate::figures::progress;

/// The most values that one statement binds; SQLite's limit is 32,766.
const VALUES: usize = 16_000;
/// How many ticks are made at a time.
const CHUNK: u64 = 2_000;

/// Fills a migrated, empty file.
pub(super) async fn load(file: &Path, plan: Plan) {
    let options = SqliteConnectOptions::new()
        .filename(file)
        .foreign_keys(false)
        .journal_mode(SqliteJournalMode::Off)
        .synchronous(SqliteSynchronous::Off)
        .pragma("cache_size", "-1000000")
        .pragma("temp_store", "MEMORY");
    let mut db = SqliteConnection::connect_with(&options).await.expect("the new file opens");
    let aside = put_aside(&mut db).await;
    run(&mut db, "BEGIN").await;
    run(&mut db, CLEAR).await;
    for table in people(plan) {
        insert(&mut db, &table).await;
    }
    let mut tick = 0;
    while tick < ticks(plan) {
        let next = (tick + CHUNK).min(ticks(plan));
        for table in happenings(plan, tick..next) {
            insert(&mut db, &table).await;
        }
        if next / 100_000 != tick / 100_000 {
            progress(format!("  {next} of {} tickets", plan.tickets));
        }
        tick = next;
    }
    run(&mut db, "COMMIT").await;
    progress("  indexes and search");
    for (_, _, sql) in &aside {
        run(&mut db, sql).await;
    }
    run(&mut db, "INSERT INTO search_index (search_index) VALUES ('rebuild')").await;
    if let Some(_there) = query("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'ticket_tally'")
        .fetch_optional(&mut db)
        .await
        .expect("an answer")
    {
        run(&mut db, "DELETE FROM ticket_tally").await;
        run(&mut db, TALLY).await;
    }
    db.close().await.expect("closed");
}

/// Removes indexes and triggers, and answers how to make them again.
async fn put_aside(db: &mut SqliteConnection) -> Vec<(String, String, String)> {
    let sql =
        "SELECT type, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL";
    let rows = query(sql).fetch_all(&mut *db).await.expect("an answer");
    let found: Vec<(String, String, String)> =
        rows.iter().map(|row| (row.get(0), row.get(1), row.get(2))).collect();
    for (kind, name, _) in &found {
        run(db, &format!("DROP {kind} \"{name}\"")).await;
    }
    found
}

async fn insert(db: &mut SqliteConnection, table: &Table) {
    let Table { name, columns, rows } = table;
    for rows in rows.chunks(VALUES / columns.len()) {
        let row = format!("({})", vec!["?"; columns.len()].join(", "));
        let all = vec![row; rows.len()].join(", ");
        let sql = format!("INSERT INTO {name} ({}) VALUES {all}", columns.join(", "));
        let mut insert = query(AssertSqlSafe(sql));
        for value in rows.iter().flatten().cloned() {
            insert = match value {
                Value::Null => insert.bind(None::<String>),
                Value::Id(id) => insert.bind(id),
                Value::Text(text) => insert.bind(text),
                Value::Int(number) => insert.bind(number),
                Value::Flag(flag) => insert.bind(flag),
                Value::Time(time) => insert.bind(time),
            };
        }
        insert.execute(&mut *db).await.unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}

async fn run(db: &mut SqliteConnection, sql: &str) {
    let done = query(AssertSqlSafe(sql.to_owned())).execute(db).await;
    done.unwrap_or_else(|error| panic!("{sql}: {error}"));
}
