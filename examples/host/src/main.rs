//! A host program: a shop with users and complaints in a database of its own, whose complaints become tickets:
//! `cargo run -p host`
#![expect(clippy::print_stdout, reason = "an example shows what it does")]

use std::{error::Error, path::Path};

use engine::{Actor, CreateTicket, Engine};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement, TransactionTrait, Value};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// The shop's own tables.
const TABLES: &str = "
    CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE, name TEXT NOT NULL, credit INTEGER NOT NULL);
    CREATE TABLE complaints (
        id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users (id), text TEXT NOT NULL, ticket INTEGER
    );
    INSERT INTO users (id, email, name, credit) VALUES (1, 'anna.kurz@example.com', 'Anna Kurz', 0);
";

#[tokio::main]
async fn main() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let (shop, engine) = open(folder.path()).await?;
    complain(&shop, 1, "The box was open when it arrived.").await?;
    for ticket in hand_over(&shop, &engine).await? {
        println!("ticket #{ticket}");
    }
    engine.close().await;
    Ok(())
}

/// The shop's database and the engine's, side by side.
async fn open(folder: &Path) -> Result<(DatabaseConnection, Engine)> {
    let shop = Database::connect(format!("sqlite://{}/shop.db?mode=rwc", folder.display())).await?;
    shop.execute_unprepared(TABLES).await?;
    let tickets = format!("sqlite://{}/tickets.db", folder.display());
    let engine = Engine::builder().database(tickets).blobs(format!("file://{}", folder.display()));
    Ok((shop, engine.open().await?))
}

/// The shop's own transaction: the complaint, and a credit for the trouble, or neither.
#[expect(clippy::disallowed_methods, reason = "the host's own transaction, in its own database")]
async fn complain(shop: &DatabaseConnection, user: i64, text: &str) -> Result<()> {
    let own = shop.begin().await?;
    own.execute_raw(sql("INSERT INTO complaints (user_id, text) VALUES (?, ?)", [user.into(), text.into()]))
        .await?;
    own.execute_raw(sql("UPDATE users SET credit = credit + ? WHERE id = ?", [5.into(), user.into()]))
        .await?;
    own.commit().await?;
    Ok(())
}

/// Opens a ticket for each complaint without one, and answers their numbers. It may be run again after a crash anywhere:
/// the idempotency key leads to the ticket that was opened before.
async fn hand_over(shop: &DatabaseConnection, engine: &Engine) -> Result<Vec<i64>> {
    let waiting = "SELECT complaints.id, text, email, name FROM complaints JOIN users ON users.id = user_id
        WHERE ticket IS NULL ORDER BY complaints.id";
    let mut opened = Vec::new();
    for row in shop.query_all_raw(sql(waiting, [])).await? {
        let id: i64 = row.try_get("", "id")?;
        let new = CreateTicket {
            title: "A complaint from the shop".to_owned(),
            text: row.try_get("", "text")?,
            customer_email: Some(row.try_get("", "email")?),
            customer_name: Some(row.try_get("", "name")?),
            idempotency_key: Some(format!("complaint-{id}")),
            ..CreateTicket::default()
        };
        let ticket = engine.create_ticket(&Actor::system(), new).await?;
        shop.execute_raw(sql(
            "UPDATE complaints SET ticket = ? WHERE id = ?",
            [ticket.number.into(), id.into()],
        ))
        .await?;
        opened.push(ticket.number);
    }
    Ok(opened)
}

fn sql<const N: usize>(text: &str, values: [Value; N]) -> Statement {
    Statement::from_sql_and_values(DbBackend::Sqlite, text, values)
}

#[cfg(test)]
mod tests {
    use sea_orm::ConnectionTrait as _;

    use super::{Result, complain, hand_over, open};

    #[tokio::test]
    async fn a_complaint_becomes_one_ticket_however_often_it_is_handed_over() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let (shop, engine) = open(folder.path()).await?;
        complain(&shop, 1, "The box was open.").await?;
        let first = hand_over(&shop, &engine).await?;
        assert_eq!(first.len(), 1);
        assert!(hand_over(&shop, &engine).await?.is_empty(), "nothing is left to do");
        // As after a crash before the number was written down.
        shop.execute_unprepared("UPDATE complaints SET ticket = NULL").await?;
        assert_eq!(hand_over(&shop, &engine).await?, first, "the same ticket again");
        engine.close().await;
        Ok(())
    }
}
