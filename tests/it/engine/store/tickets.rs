//! A ticket that is locked for a change is read as it is once the lock is held.

use engine::{Actor, ChangeTicket, Engine, TicketChange};
use sea_orm::{ConnectOptions, ConnectionTrait as _, Database, DbBackend, Statement};
use tests::{Backend, TestApp, wait::until};

fn add(number: i64, tag: &str) -> ChangeTicket {
    ChangeTicket {
        number,
        changes: vec![TicketChange::AddTags(vec![tag.to_owned()])],
        ..ChangeTicket::default()
    }
}

async fn change(engine: Engine, actor: Actor, change: ChangeTicket) -> engine::Result<engine::Ticket> {
    engine.change_ticket(&actor, change).await
}

/// On PostgreSQL the one who waits has begun to read before the other one has written.
#[tokio::test]
async fn of_two_who_tag_a_ticket_at_once_neither_loses_a_tag() {
    let app = TestApp::on(Backend::Postgres).await;
    let (anna, max) =
        (app.given().customer("anna@example.com").await, app.given().agent("max@example.org").await);
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let connection = Database::connect(app.database()).await.expect("a connection");
    let mut options = ConnectOptions::new(app.database());
    options.max_connections(1);
    let other = Database::connect(options).await.expect("a connection");
    other.execute_unprepared("BEGIN; SELECT id FROM ticket FOR UPDATE").await.expect("the ticket");
    let waiting = tokio::spawn(change(app.engine.clone(), max.actor.clone(), add(ticket.number, "later")));
    until("one who waits for the ticket", || async {
        let waits = Statement::from_string(
            DbBackend::Postgres,
            "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
        );
        connection.query_one_raw(waits).await.expect("an answer")
    })
    .await;
    // What another node writes.
    other
        .execute_unprepared(
            "INSERT INTO ticket_tag (ticket_id, tag) SELECT id, 'first' FROM ticket; \
             UPDATE ticket SET version = version + 1; COMMIT",
        )
        .await
        .expect("a tag");
    let changed = waiting.await.expect("an answer").expect("a change");
    assert_eq!(changed.tags, ["first", "later"]);
    let read = app.engine.ticket(&max.actor, ticket.number).await.unwrap().expect("the ticket");
    assert_eq!(read.tags, ["first", "later"]);
}
