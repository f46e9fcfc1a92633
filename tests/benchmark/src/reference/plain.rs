//! A, B and C by SQL as a person writes it, through sqlx; the same text for both databases.

use chrono::{DateTime, Utc};
use sea_orm::sqlx::{Row as _, query};
use uuid::Uuid;

use super::orm::New;
use crate::{
    bench::Pools,
    data::plan::{Person, Ticket},
    options::Kind,
};

const A: &str = "SELECT t.number, t.title, t.status, t.created_at, u.name, o.name, c.text, c.created_at
    FROM ticket t JOIN account u ON u.id = t.customer_id LEFT JOIN organisation o ON o.id = t.organisation_id
    LEFT JOIN comment c ON c.id = (SELECT l.id FROM comment l WHERE l.ticket_id = t.id
        ORDER BY l.created_at DESC, l.id DESC LIMIT 1)
    WHERE t.organisation_id = $1 AND t.status = 'OPEN' ORDER BY t.created_at DESC, t.id DESC LIMIT 50";

const B: &str = "SELECT t.number, t.title, t.status, t.created_at, c.text, c.created_at, u.name
    FROM ticket t LEFT JOIN comment c ON c.ticket_id = t.id LEFT JOIN account u ON u.id = c.author_id
    WHERE t.number = $1 ORDER BY c.created_at, c.id LIMIT 50";

const TICKET: &str = "UPDATE ticket SET version = version + 1, updated_at = $1 WHERE id = $2";
const COMMENT: &str =
    "INSERT INTO comment (id, ticket_id, author_id, visibility, channel, text, html, automatic, created_at)
    VALUES ($1, $2, $3, 'PUBLIC', 'WEB', $4, $5, $6, $7)";
const EVENT: &str =
    "INSERT INTO event (id, kind, ticket_id, actor_id, cause, comment_id, changes, internal, at)
    VALUES ($1, 'COMMENTED', $2, $3, 'WEB', $4, '[]', $5, $6)";
const LETTER: &str = "INSERT INTO letter (id, kind, ticket_id, comment_id, recipient_id, address, message_id, state,
    attempts, next_at, created_at, changes) VALUES ($1, 'CHANGED', $2, $3, $4, $5, $6, 'SENT', 0, $7, $7, '[]')";

macro_rules! plain {
    ($name:ident, $pool:ident, $begin:literal) => {
        mod $name {
            use super::*;

            pub(super) async fn a(pools: &Pools, of: Uuid) {
                let rows = query(A).bind(of).fetch_all(pools.ro.$pool()).await.expect("rows");
                assert_eq!(rows.len(), 50, "rows of A");
                for row in rows {
                    let _: (i64, String, String) = (row.get(0), row.get(1), row.get(2));
                    let _: (DateTime<Utc>, String, Option<String>) = (row.get(3), row.get(4), row.get(5));
                    let _: (Option<String>, Option<DateTime<Utc>>) = (row.get(6), row.get(7));
                }
            }

            pub(super) async fn b(pools: &Pools, number: i64) {
                let rows = query(B).bind(number).fetch_all(pools.ro.$pool()).await.expect("rows");
                assert!(rows.len() >= 3, "rows of B");
                for row in rows {
                    let _: (i64, String, String) = (row.get(0), row.get(1), row.get(2));
                    let _: (DateTime<Utc>, Option<String>) = (row.get(3), row.get(4));
                    let _: (Option<DateTime<Utc>>, Option<String>) = (row.get(5), row.get(6));
                }
            }

            pub(super) async fn c(pools: &Pools, of: &Ticket, new: &New) {
                let mut tx = pools.rw.$pool().begin_with($begin).await.expect("a transaction");
                let html = format!("<p>{}</p>", new.text);
                let (id, at) = (of.id(), new.at);
                query(TICKET).bind(at).bind(id).execute(&mut *tx).await.expect("updated");
                let insert = query(COMMENT).bind(new.comment).bind(id).bind(new.author).bind(&new.text);
                insert.bind(html).bind(false).bind(at).execute(&mut *tx).await.expect("a comment");
                let insert = query(EVENT).bind(new.event).bind(id).bind(new.author).bind(new.comment);
                insert.bind(false).bind(at).execute(&mut *tx).await.expect("an event");
                let person = Person::Customer(of.customer);
                let insert = query(LETTER).bind(new.letter).bind(id).bind(new.comment).bind(person.id());
                let insert = insert.bind(person.email()).bind(format!("{}@reference", new.letter)).bind(at);
                insert.execute(&mut *tx).await.expect("a letter");
                tx.commit().await.expect("committed");
            }
        }
    };
}

plain!(on_sqlite, get_sqlite_connection_pool, "BEGIN IMMEDIATE");
plain!(on_postgres, get_postgres_connection_pool, "BEGIN");

/// The newest open tickets of an organisation.
pub(crate) async fn a(kind: Kind, pools: &Pools, of: Uuid) {
    match kind {
        Kind::Sqlite => on_sqlite::a(pools, of).await,
        Kind::Postgres => on_postgres::a(pools, of).await,
    }
}

/// A ticket with its comments and their authors.
pub(crate) async fn b(kind: Kind, pools: &Pools, number: i64) {
    match kind {
        Kind::Sqlite => on_sqlite::b(pools, number).await,
        Kind::Postgres => on_postgres::b(pools, number).await,
    }
}

/// What a comment writes, in one transaction.
pub(crate) async fn c(kind: Kind, pools: &Pools, of: &Ticket, new: &New) {
    match kind {
        Kind::Sqlite => on_sqlite::c(pools, of, new).await,
        Kind::Postgres => on_postgres::c(pools, of, new).await,
    }
}
