//! One task of the engine that notices what other processes write to the journal and wakes the followers here.

use std::time::Duration;

use sea_orm::{ConnectionTrait, DbBackend, Statement, sqlx::postgres::PgListener};
use tokio::sync::watch;

use super::horizon::Horizon;
use crate::{
    engine::Engine,
    error::{Error, Result},
    store::Database,
};

/// The channel on which PostgreSQL tells of new events; it carries no content.
const CHANNEL: &str = "schalter_journal";

/// How often an SQLite file is asked for what others wrote, and whether anybody follows at all.
const POLL: Duration = Duration::from_millis(500);

/// How often the horizon is looked at while it holds events back.
const WITHHELD: Duration = Duration::from_millis(50);

/// How long to wait before a lost connection is tried again.
const RETRY: Duration = Duration::from_secs(2);

impl Engine {
    /// Starts the task. It does nothing until somebody follows, and ends with the engine.
    pub(crate) fn listen(&self) {
        let (database, wake, mut closing) =
            (self.database().clone(), self.journal_wake().clone(), self.closing());
        tokio::spawn(async move {
            tokio::select! {
                () = listen(&database, &wake) => {}
                // Also when the engine is dropped without being closed.
                _ = closing.wait_for(|closing| *closing) => {}
            }
        });
    }
}

async fn listen(database: &Database, wake: &watch::Sender<u64>) {
    let mut seen = None;
    loop {
        tokio::time::sleep(POLL).await;
        if wake.receiver_count() == 0 {
            continue;
        }
        let heard = match database.backend() {
            DbBackend::Postgres => notified(database, wake).await,
            _ => look(database, wake, &mut seen).await,
        };
        if let Err(error) = heard {
            tracing::warn!(?error, "cannot hear of events that other processes write; trying again");
            tokio::time::sleep(RETRY).await;
        }
    }
}

/// Looks at an SQLite file for events that came since the last look.
async fn look(database: &Database, wake: &watch::Sender<u64>, seen: &mut Option<i64>) -> Result<()> {
    let last = Statement::from_string(database.backend(), "SELECT max(seq) AS last FROM event");
    let last = match database.ro().query_one_raw(last).await? {
        Some(row) => row.try_get::<Option<i64>>("", "last")?,
        None => None,
    };
    if *seen != last {
        *seen = last;
        wake.send_modify(|count| *count = count.wrapping_add(1));
    }
    Ok(())
}

/// Waits for PostgreSQL's notifications while somebody follows. A notification may come while a transaction that began
/// earlier still runs and holds the horizon back; that one need not tell of its end, since it may write no event or
/// belong to another database of the cluster. So as long as events are withheld, the horizon is looked at again.
async fn notified(database: &Database, wake: &watch::Sender<u64>) -> Result<()> {
    let lost = |error: sea_orm::sqlx::Error| Error::internal(error);
    let mut listener = PgListener::connect(database.url()).await.map_err(lost)?;
    listener.listen(CHANNEL).await.map_err(lost)?;
    let mut shown = None;
    while wake.receiver_count() > 0 {
        // Read before waking: what is not withheld now is there for those who are woken.
        let horizon = Horizon::read(database).await?;
        let withheld = horizon.withholds(database).await?;
        // First for what was written before the ear was open, then for each notification and each reconnection.
        if shown.replace(horizon.oldest) != Some(horizon.oldest) {
            wake.send_modify(|count| *count = count.wrapping_add(1));
        }
        if withheld {
            // Whether it was a notification or the time that ended the wait: the horizon is read next.
            let _ = tokio::time::timeout(WITHHELD, listener.try_recv()).await;
        } else {
            listener.try_recv().await.map_err(lost)?;
            shown = None;
        }
    }
    Ok(())
}
