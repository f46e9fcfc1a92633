//! Writes the data into a PostgreSQL database by COPY: secondary indexes go before, and come back as they were.

use std::fmt::Write as _;

use chrono::SecondsFormat;
use sea_orm::sqlx::{AssertSqlSafe, Connection as _, PgConnection, Row as _, query};

use super::{
    CLEAR, TALLY,
    plan::Plan,
    rows::{Table, Value, happenings, people, ticks},
};
use crate::figures::progress;

/// How many ticks are made at a time.
const CHUNK: u64 = 5_000;

/// Indexes that no constraint needs.
const INDEXES: &str = "SELECT i.indexname, i.indexdef FROM pg_indexes i WHERE i.schemaname = 'public'
    AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conname = i.indexname)";

/// Fills a migrated, empty database.
pub(super) async fn load(url: &str, plan: Plan) {
    let mut db = PgConnection::connect(url).await.expect("the new database");
    // Neither foreign keys nor triggers.
    run(&mut db, "SET session_replication_role = replica").await;
    run(&mut db, "SET maintenance_work_mem = '1GB'").await;
    let rows = query(INDEXES).fetch_all(&mut db).await.expect("an answer");
    let indexes: Vec<(String, String)> = rows.iter().map(|row| (row.get(0), row.get(1))).collect();
    for (name, _) in &indexes {
        run(&mut db, &format!("DROP INDEX \"{name}\"")).await;
    }
    run(&mut db, CLEAR).await;
    for table in people(plan) {
        copy(&mut db, &table).await;
    }
    let mut tick = 0;
    while tick < ticks(plan) {
        let next = (tick + CHUNK).min(ticks(plan));
        for table in happenings(plan, tick..next) {
            copy(&mut db, &table).await;
        }
        if next / 100_000 != tick / 100_000 {
            progress(format!("  {next} of {} tickets", plan.tickets));
        }
        tick = next;
    }
    progress("  indexes and search");
    for (_, sql) in &indexes {
        run(&mut db, sql).await;
    }
    let tally = query("SELECT 1 FROM pg_class WHERE relname = 'ticket_tally'").fetch_optional(&mut db).await;
    if tally.expect("an answer").is_some() {
        run(&mut db, "DELETE FROM ticket_tally").await;
        run(&mut db, TALLY).await;
    }
    run(&mut db, "VACUUM (ANALYZE)").await;
    run(&mut db, "CHECKPOINT").await;
    db.close().await.expect("closed");
}

async fn copy(db: &mut PgConnection, table: &Table) {
    let Table { name, columns, rows } = table;
    if rows.is_empty() {
        return;
    }
    let mut text = String::with_capacity(rows.len() * 512);
    for row in rows {
        for (place, value) in row.iter().enumerate() {
            if place > 0 {
                text.push('\t');
            }
            write(&mut text, value);
        }
        text.push('\n');
    }
    let sql = format!("COPY {name} ({}) FROM STDIN", columns.join(", "));
    let mut sink = db.copy_in_raw(&sql).await.expect("COPY begins");
    sink.send(text.as_bytes()).await.unwrap_or_else(|error| panic!("{name}: {error}"));
    let written = sink.finish().await.unwrap_or_else(|error| panic!("{name}: {error}"));
    assert_eq!(written, rows.len() as u64, "rows of {name}");
}

/// No text of ours has a character that COPY's text format escapes.
fn write(text: &mut String, value: &Value) {
    let written = match value {
        Value::Null => write!(text, "\\N"),
        Value::Id(id) => write!(text, "{id}"),
        Value::Text(words) => write!(text, "{words}"),
        Value::Int(number) => write!(text, "{number}"),
        Value::Flag(flag) => write!(text, "{}", if *flag { 't' } else { 'f' }),
        Value::Time(time) => write!(text, "{}", time.to_rfc3339_opts(SecondsFormat::Micros, true)),
    };
    written.expect("a string takes everything");
}

async fn run(db: &mut PgConnection, sql: &str) {
    let done = query(AssertSqlSafe(sql.to_owned())).execute(db).await;
    done.unwrap_or_else(|error| panic!("{sql}: {error}"));
}
