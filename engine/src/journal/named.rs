//! Readers of the journal with a name, whose cursor is kept in the database: for what must follow every event once.

use std::time::Duration;

use tokio::sync::watch;

use super::Cursor;
use crate::{
    engine::Engine,
    error::{Error, Result},
    store::readers::{self, Handful},
};

/// The most events that are taken at once.
const MOST: u64 = 1000;

/// A reader of the whole journal, under a name. It sees every event, as the system does, in one order, and none is skipped.
/// What it writes in the database is written once, whatever breaks and however many nodes run it: they take turns. What it
/// does elsewhere, such as a call over the network, may happen again after a break.
#[derive(Debug)]
pub struct JournalReader {
    engine: Engine,
    name: String,
    woken: watch::Receiver<u64>,
}

impl Engine {
    /// The reader of this name, which begins with the first event that there is, and goes on where it was. Use a name once
    /// for each purpose; the nodes of an installation share it.
    ///
    /// # Errors
    /// `BadInput` for `name`, or for `transaction` inside of one.
    pub fn reader(&self, name: &str) -> Result<JournalReader> {
        if self.is_inside() {
            let message = "The journal is read outside of transactions: ask the engine itself.";
            return Err(Error::bad("transaction", "reader-inside", message));
        }
        readers::check_name(name)?;
        let woken = self.journal_wake().subscribe();
        Ok(JournalReader { engine: self.clone(), name: name.to_owned(), woken })
    }
}

impl JournalReader {
    /// The next events, 1000 at most; `None`: there are none now, or another node is at them.
    ///
    /// # Errors
    /// Internal or unavailable, when the database fails.
    pub async fn next(&self, count: u64) -> Result<Option<Handful>> {
        Handful::take(&self.engine, &self.name, count.clamp(1, MOST)).await
    }

    /// Waits until there may be something new, at most for `max`: another node that was at it may have failed.
    pub async fn wait(&mut self, max: Duration) {
        let _late = tokio::time::timeout(max, self.woken.changed()).await;
    }

    /// Goes to another place: to [`Engine::journal_end`], for a new reader that is to begin now, or back, to read again.
    ///
    /// # Errors
    /// `BadInput` for `after`, when the journal does not have the event of the cursor; internal or unavailable, when the
    /// database fails.
    pub async fn seek(&self, place: Cursor) -> Result<()> {
        let place = self.engine.journal_place(place).await?;
        readers::seek(&self.engine, &self.name, place).await
    }
}
