//! A host program: a shop with users and complaints, whose complaints become tickets in the same transaction:
//! `cargo run -p host`
#![expect(clippy::print_stdout, reason = "an example shows what it does")]

use std::{error::Error, path::Path, sync::Arc};

use engine::{Actor, Asked, BrandSettings, CreateTicket, Engine, Refusal, Settings};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, SqliteTransactionMode,
    Statement, TransactionOptions, TransactionTrait, Value,
    sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous},
};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// The shop's own tables, beside the engine's.
const TABLES: &str = "
    CREATE TABLE shop_user (
        id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE, name TEXT NOT NULL, credit INTEGER NOT NULL
    );
    CREATE TABLE complaint (
        id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES shop_user (id), ticket INTEGER NOT NULL
    );
    INSERT INTO shop_user (id, email, name, credit) VALUES (1, 'anna.kurz@example.com', 'Anna Kurz', 0);
";

#[tokio::main]
async fn main() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let (shop, engine) = open(folder.path()).await?;
    let ticket = complain(&shop, &engine, 1, "The box was open when it arrived.").await?;
    println!("ticket #{ticket}");
    engine.close().await;
    Ok(())
}

/// The shop's pool, and the engine on it.
async fn open(folder: &Path) -> Result<(DatabaseConnection, Engine)> {
    let mut options = ConnectOptions::new(format!("sqlite://{}/shop.db?mode=rwc", folder.display()));
    // One for a transaction, others for reading meanwhile.
    options.max_connections(5).map_sqlx_sqlite_opts(|options| {
        options
            .foreign_keys(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .pragma("secure_delete", "ON")
    });
    let shop = Database::connect(options).await?;
    shop.execute_unprepared(TABLES).await?;
    let engine = Engine::builder()
        .pool(shop.clone())
        .blobs(format!("file://{}", folder.display()))
        .guard(Arc::new(guard))
        .settings(Settings {
            brand: BrandSettings { name: "Shop".to_owned(), ..BrandSettings::default() },
            ..Settings::default()
        })
        .open();
    Ok((shop, engine.await?))
}

/// The shop's own rule, before each command of the engine: it may refuse, and permits nothing by itself.
fn guard(asked: &Asked<'_>) -> std::result::Result<(), Refusal> {
    match asked.actor.user() {
        Some(viewer) if viewer.email.ends_with("@blocked.example") => {
            Err(Refusal::because("This account of the shop is blocked."))
        }
        _ => Ok(()),
    }
}

/// One transaction of the shop: the ticket, the complaint that names it, and a credit for the trouble, or none of them.
#[expect(clippy::disallowed_methods, reason = "the host's own transaction")]
async fn complain(shop: &DatabaseConnection, engine: &Engine, user: i64, text: &str) -> Result<i64> {
    // On SQLite a transaction that is going to write says so at once.
    let sqlite_transaction_mode = Some(SqliteTransactionMode::Immediate);
    let own =
        shop.begin_with_options(TransactionOptions { sqlite_transaction_mode, ..Default::default() }).await?;
    let asked = sql("SELECT email, name FROM shop_user WHERE id = ?", [user.into()]);
    let row = own.query_one_raw(asked).await?.ok_or("no such user")?;
    let new = CreateTicket {
        title: "A complaint from the shop".to_owned(),
        text: text.to_owned(),
        customer_email: Some(row.try_get("", "email")?),
        customer_name: Some(row.try_get("", "name")?),
        ..CreateTicket::default()
    };

    let inside = engine.within(&own).await?;
    let ticket = inside.create_ticket(&Actor::system(), new).await?;
    inside.finish().await?;

    let complaint = "INSERT INTO complaint (user_id, ticket) VALUES (?, ?)";
    own.execute_raw(sql(complaint, [user.into(), ticket.number.into()])).await?;
    own.execute_raw(sql("UPDATE shop_user SET credit = credit + 5 WHERE id = ?", [user.into()])).await?;
    own.commit().await?;
    engine.host_committed();
    Ok(ticket.number)
}

fn sql<const N: usize>(text: &str, values: [Value; N]) -> Statement {
    Statement::from_sql_and_values(DbBackend::Sqlite, text, values)
}

#[cfg(test)]
mod tests {
    use engine::{Actor, AddComment, Code, TicketFilter};
    use sea_orm::{ConnectionTrait as _, DbBackend, Statement};

    use super::{Result, complain, open};

    #[tokio::test]
    async fn a_complaint_its_credit_and_its_ticket_are_there_together_or_not_at_all() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let (shop, engine) = open(folder.path()).await?;
        let number = complain(&shop, &engine, 1, "The box was open.").await?;
        assert!(engine.ticket(&Actor::system(), number).await?.is_some());
        // The credit is refused, after the ticket was opened: neither stays.
        let strict =
            "CREATE TRIGGER broke BEFORE UPDATE ON shop_user BEGIN SELECT raise(ABORT, 'no credit'); END";
        shop.execute_unprepared(strict).await?;
        assert!(complain(&shop, &engine, 1, "Once more.").await.is_err(), "the credit is refused");
        let tickets = engine.count_tickets(&Actor::system(), &TicketFilter::default()).await?;
        let complaints = "SELECT count(*) AS number FROM complaint";
        let row = shop.query_one_raw(Statement::from_string(DbBackend::Sqlite, complaints)).await?;
        let complaints: Option<i64> = row.map(|row| row.try_get("", "number")).transpose()?;
        assert_eq!((tickets, complaints), (1, Some(1)));
        engine.close().await;
        Ok(())
    }

    #[tokio::test]
    async fn the_rule_of_the_shop_refuses_what_the_engine_would_permit() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let (shop, engine) = open(folder.path()).await?;
        shop.execute_unprepared("UPDATE shop_user SET email = 'eve@blocked.example'").await?;
        let number = complain(&shop, &engine, 1, "The box was open.").await?;
        let customer = engine.ticket(&Actor::system(), number).await?.ok_or("no ticket")?.customer;
        let eve = engine.actor_of(customer).await?;
        let comment = AddComment { number, text: "Hello?".to_owned(), ..AddComment::default() };
        let refused = engine.add_comment(&eve, comment).await.err().ok_or("it was not refused")?;
        assert_eq!(refused.code(), Code::Forbidden);
        assert_eq!(refused.to_string(), "This account of the shop is blocked.");
        engine.close().await;
        Ok(())
    }
}
