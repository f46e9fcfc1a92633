//! One task of the engine that notices what other processes write to the journal and wakes the reader here.

use std::{sync::Arc, time::Duration};

use tokio::sync::watch;

use super::Tail;
use crate::{
    engine::Engine,
    error::{Causes, Error, LastingFault, Result},
    store::{
        Database,
        journal::{self, CHANNEL},
        postgres::Listener,
    },
};

/// How often a node on PostgreSQL looks without having been told: whoever wrote may have been interrupted between the commit
/// and telling of it.
const LOOK: Duration = Duration::from_secs(1);

/// How often an SQLite file is asked for what others wrote; and how long a process on PostgreSQL must
/// have run before it listens, which a command that ends at once never does.
const POLL: Duration = Duration::from_millis(500);

/// How long to wait before a lost connection is tried again.
const RETRY: Duration = Duration::from_secs(2);

impl Engine {
    /// Starts the task, which ends with the engine. On SQLite it does nothing until somebody follows.
    pub(crate) fn listen(&self) {
        let (database, tail) = (self.database().clone(), Arc::clone(self.tail()));
        let (wake, mut closing, node) = (self.journal_wake().clone(), self.closing(), self.node());
        tokio::spawn(async move {
            let deaf = LastingFault::new();
            let listening = async {
                loop {
                    tokio::time::sleep(POLL).await;
                    let heard = if database.is_postgres() {
                        let heard = notified(&database, &wake, &node, &deaf).await;
                        database.remembered().hears(false);
                        heard
                    } else if wake.receiver_count() == 0 {
                        continue;
                    } else {
                        let looked = look(&database, &tail, &wake).await;
                        if looked.is_ok() {
                            hears_again(&deaf);
                        }
                        looked
                    };
                    if let Err(error) = heard {
                        let error = Causes(&error).to_string();
                        if deaf.comes(&error) {
                            tracing::warn!(
                                error,
                                "cannot hear of events that other processes write; trying again"
                            );
                        }
                        tokio::time::sleep(RETRY).await;
                    }
                }
            };
            tokio::select! {
                () = listening => {}
                // Also when the engine is dropped without being closed.
                _ = closing.wait_for(|closing| *closing) => {}
            }
        });
    }
}

fn hears_again(deaf: &LastingFault) {
    if deaf.goes() {
        tracing::info!("events that other processes write are heard of again");
    }
}

/// Looks at an SQLite file for what the reader has not seen.
async fn look(database: &Database, tail: &Tail, wake: &watch::Sender<u64>) -> Result<()> {
    if journal::written(database).await? != tail.written() {
        wake.send_modify(|count| *count = count.wrapping_add(1));
    }
    Ok(())
}

/// Hears PostgreSQL's notifications until the connection fails. Each of another node, and each new connection, is a reason to
/// look for events, and so is a while without any; what this node writes has woken the reader already. Those that name
/// no node tell of changed rights too.
async fn notified(
    database: &Database,
    wake: &watch::Sender<u64>,
    node: &str,
    deaf: &LastingFault,
) -> Result<()> {
    let Some(server) = database.server() else { return std::future::pending().await };
    // A connection of its own.
    let remembered = database.remembered();
    let mut listener = Listener::open(&server, CHANNEL).await.map_err(Error::internal)?;
    remembered.hears(true);
    hears_again(deaf);
    let look = || wake.send_modify(|count| *count = count.wrapping_add(1));
    // First for what was written before the ear was open.
    look();
    loop {
        let hear = listener.hear();
        tokio::pin!(hear);
        let heard = loop {
            tokio::select! {
                heard = &mut hear => break heard.map_err(Error::internal)?,
                () = tokio::time::sleep(LOOK) => look(),
            }
        };
        if heard.as_deref().is_none_or(str::is_empty) {
            remembered.forget();
        }
        if heard.is_none_or(|from| from != node) {
            look();
        }
    }
}
