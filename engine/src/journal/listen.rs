//! One task of the engine that notices what other processes write to the journal and wakes the reader here.

use std::{sync::Arc, time::Duration};

use sea_orm::{ConnectionTrait, DbBackend, Statement, sqlx::postgres::PgListener};
use tokio::sync::watch;

use super::Tail;
use crate::{
    engine::Engine,
    error::{Error, Result},
    store::Database,
};

/// The channel on which PostgreSQL tells of new events; it carries no content.
const CHANNEL: &str = "schalter_journal";

/// How often an SQLite file is asked for what others wrote, and whether anybody follows at all.
const POLL: Duration = Duration::from_millis(500);

/// How long to wait before a lost connection is tried again.
const RETRY: Duration = Duration::from_secs(2);

impl Engine {
    /// Starts the task. It does nothing until somebody follows, and ends with the engine.
    pub(crate) fn listen(&self) {
        let (database, tail) = (self.database().clone(), Arc::clone(self.tail()));
        let (wake, mut closing) = (self.journal_wake().clone(), self.closing());
        tokio::spawn(async move {
            tokio::select! {
                () = listen(&database, &tail, &wake) => {}
                // Also when the engine is dropped without being closed.
                _ = closing.wait_for(|closing| *closing) => {}
            }
        });
    }
}

async fn listen(database: &Database, tail: &Tail, wake: &watch::Sender<u64>) {
    loop {
        tokio::time::sleep(POLL).await;
        if wake.receiver_count() == 0 {
            continue;
        }
        let heard = match database.backend() {
            DbBackend::Postgres => notified(database, wake).await,
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

/// Waits for PostgreSQL's notifications while somebody follows; each, and each new connection, is a reason to look.
async fn notified(database: &Database, wake: &watch::Sender<u64>) -> Result<()> {
    let lost = |error: sea_orm::sqlx::Error| Error::internal(error);
    let mut listener = PgListener::connect(database.url()).await.map_err(lost)?;
    listener.listen(CHANNEL).await.map_err(lost)?;
    while wake.receiver_count() > 0 {
        // First for what was written before the ear was open.
        wake.send_modify(|count| *count = count.wrapping_add(1));
        listener.try_recv().await.map_err(lost)?;
    }
    Ok(())
}
