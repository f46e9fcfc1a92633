//! One task of the engine that notices what other processes write to the journal and wakes the reader here.

use std::{sync::Arc, time::Duration};

use sea_orm::{ConnectionTrait, DbBackend, Statement};
use tokio::sync::watch;

use super::Tail;
use crate::{
    engine::Engine,
    error::{Error, Result},
    store::{Database, postgres::Listener},
};

/// The channel on which PostgreSQL tells of new events. What it carries is the node that wrote them and its transaction,
/// or nothing.
const CHANNEL: &str = "schalter_journal";

/// After how long an event of this node should have been read. Whoever wrote it wakes the reader, unless they were
/// interrupted between the commit and that.
const READ: Duration = Duration::from_millis(100);

/// How often an SQLite file is asked for what others wrote, and whether anybody follows at all.
const POLL: Duration = Duration::from_millis(500);

/// How long to wait before a lost connection is tried again.
const RETRY: Duration = Duration::from_secs(2);

impl Engine {
    /// Starts the task. It does nothing until somebody follows, and ends with the engine.
    pub(crate) fn listen(&self) {
        let (database, tail) = (self.database().clone(), Arc::clone(self.tail()));
        let (wake, mut closing, node) = (self.journal_wake().clone(), self.closing(), self.node());
        tokio::spawn(async move {
            tokio::select! {
                () = listen(&database, &tail, &wake, &node) => {}
                // Also when the engine is dropped without being closed.
                _ = closing.wait_for(|closing| *closing) => {}
            }
        });
    }
}

async fn listen(database: &Database, tail: &Arc<Tail>, wake: &watch::Sender<u64>, node: &str) {
    loop {
        tokio::time::sleep(POLL).await;
        if wake.receiver_count() == 0 {
            continue;
        }
        let heard = match database.backend() {
            DbBackend::Postgres => notified(database, tail, wake, node).await,
            _ => look(database, tail, wake).await,
        };
        if let Err(error) = heard {
            tracing::warn!(?error, "cannot hear of events that other processes write; trying again");
            tokio::time::sleep(RETRY).await;
        }
    }
}

/// Looks at an SQLite file for what the reader has not seen.
async fn look(database: &Database, tail: &Tail, wake: &watch::Sender<u64>) -> Result<()> {
    let sql = "SELECT coalesce((SELECT max(seq) FROM event), 0)
        + coalesce((SELECT max(seq) FROM rights_change), 0) AS written";
    let written = Statement::from_string(database.backend(), sql);
    let written = match database.ro().query_one_raw(written).await? {
        Some(row) => row.try_get::<i64>("", "written")?,
        None => 0,
    };
    if written != tail.written() {
        wake.send_modify(|count| *count = count.wrapping_add(1));
    }
    Ok(())
}

/// Waits for PostgreSQL's notifications while somebody follows; each of another node, and each new connection, is a
/// reason to look. What this node writes has woken the reader already, or else is looked for in a while.
async fn notified(
    database: &Database,
    tail: &Arc<Tail>,
    wake: &watch::Sender<u64>,
    node: &str,
) -> Result<()> {
    let Some(server) = database.server() else { return Ok(()) };
    // A connection of its own, for as long as somebody follows.
    let mut listener = Listener::open(&server, CHANNEL).await.map_err(Error::internal)?;
    // First for what was written before the ear was open.
    let mut own = None;
    while wake.receiver_count() > 0 {
        match own {
            None => wake.send_modify(|count| *count = count.wrapping_add(1)),
            Some(tx) => {
                let (tail, wake) = (Arc::clone(tail), wake.clone());
                tokio::spawn(async move {
                    tokio::time::sleep(READ).await;
                    if tail.reached() < tx {
                        wake.send_modify(|count| *count = count.wrapping_add(1));
                    }
                });
            }
        }
        let heard = listener.hear().await.map_err(Error::internal)?;
        own = heard.and_then(|heard| transaction(&heard, node));
    }
    Ok(())
}

/// The transaction of this node that a notification tells of.
fn transaction(payload: &str, node: &str) -> Option<i64> {
    let (from, tx) = payload.split_once(' ')?;
    if from == node { tx.parse().ok() } else { None }
}
