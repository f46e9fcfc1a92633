//! What the engine asks of each of its connections to PostgreSQL.

use std::time::Duration;

use sea_orm::{ConnectionTrait as _, Database, DbBackend, Statement};
use tests::{Backend, MAILBOX, TestApp};

/// A process that stands still with a transaction open keeps its rows from the others only so long.
#[tokio::test]
async fn no_connection_waits_for_a_lock_or_stands_still_in_a_transaction_for_ever() {
    let app = TestApp::on(Backend::Postgres).await;
    let connection = Database::connect(app.database()).await.expect("a connection");
    connection
        .execute_unprepared(
            "CREATE TABLE noted (name text, value text); \
             CREATE FUNCTION note_limits() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
             INSERT INTO noted SELECT name, setting FROM pg_settings \
             WHERE name LIKE '%\\_timeout' OR name = 'client_connection_check_interval'; RETURN NEW; \
             END $$; \
             CREATE TRIGGER note_limits AFTER INSERT ON mailbox FOR EACH ROW EXECUTE FUNCTION note_limits()",
        )
        .await
        .expect("a trigger");
    assert!(app.engine.claim_mailbox(MAILBOX, Duration::from_mins(1)).await.expect("an answer"));
    for (name, milliseconds) in [
        ("lock_timeout", "1500"),
        ("idle_in_transaction_session_timeout", "30000"),
        // A statement whose caller went away is not carried on with.
        ("client_connection_check_interval", "2000"),
    ] {
        let asked = format!("SELECT value FROM noted WHERE name = '{name}'");
        let row = connection.query_one_raw(Statement::from_string(DbBackend::Postgres, asked)).await;
        let value: String =
            row.expect("an answer").expect("it was noted").try_get("", "value").expect("a text");
        assert_eq!(value, milliseconds, "{name}");
    }
    connection.close().await.expect("closed");
}
