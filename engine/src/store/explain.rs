//! How the database would read a list or a count: its plans, in its own words. Nothing is read.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbBackend, Statement, sea_query::SelectStatement};

use super::{
    mailboxes::statement_of_last_mails,
    tickets::{count, read::List},
};
use crate::{
    actor::Actor,
    error::Result,
    model::{Beside, TicketFilter},
};

/// The plan for the window of a list of tickets.
pub(crate) async fn list(db: &impl ConnectionTrait, list: &List<'_>, beside: Beside) -> Result<Vec<String>> {
    plan(db, &list.statement(db.get_database_backend(), beside)).await
}

/// The plan for the tickets that are counted one by one.
pub(crate) async fn count_of_tickets(
    db: &impl ConnectionTrait,
    actor: &Actor,
    filter: &TicketFilter,
    now: DateTime<Utc>,
) -> Result<Vec<String>> {
    plan(db, &count::statement(actor, filter, db.get_database_backend(), now)).await
}

/// The plan for what tells when the last mail came in for each of these mailboxes.
pub(crate) async fn last_mails(db: &impl ConnectionTrait, mailboxes: &[String]) -> Result<Vec<String>> {
    let names: Vec<&String> = mailboxes.iter().collect();
    match statement_of_last_mails(&names) {
        Some(statement) => plan(db, &statement).await,
        None => Ok(Vec::new()),
    }
}

async fn plan(db: &impl ConnectionTrait, read: &SelectStatement) -> Result<Vec<String>> {
    let backend = db.get_database_backend();
    let Statement { sql, values, .. } = backend.build(read);
    let (explain, column) = match backend {
        DbBackend::Postgres => ("EXPLAIN (COSTS OFF)", "QUERY PLAN"),
        _ => ("EXPLAIN QUERY PLAN", "detail"),
    };
    let statement = Statement { sql: format!("{explain} {sql}"), values, db_backend: backend };
    let rows = db.query_all_raw(statement).await?;
    Ok(rows.iter().map(|row| row.try_get("", column)).collect::<Result<_, _>>()?)
}
