//! Several units of work in one transaction, with one commit for all: what each costs beside what it writes is paid once.
//!
//! All of them are kept or none is. One that fails leaves the others without a commit, so that they are done again, each
//! for itself.

use std::sync::Arc;

use sea_orm::DatabaseTransaction;
use tokio::sync::{OnceCell, OwnedMutexGuard};

use super::{
    entity::queue,
    work::{Shared, Work, end},
};
use crate::{
    engine::Engine,
    error::{Error, Result},
};

/// Units of work that are committed together.
pub(crate) struct Batch<'e> {
    engine: &'e Engine,
    tx: Arc<DatabaseTransaction>,
    queues: Arc<OnceCell<Vec<queue::Model>>>,
    shared: Arc<Shared>,
    begun: usize,
    /// Where only one may write at a time.
    _turn: Option<OwnedMutexGuard<()>>,
}

impl<'e> Batch<'e> {
    /// Begins.
    pub(crate) async fn begin(engine: &'e Engine) -> Result<Self> {
        let turn = engine.database().turn().await;
        let tx = Arc::new(engine.database().begin().await?);
        Ok(Self { engine, tx, queues: Arc::default(), shared: Arc::default(), begun: 0, _turn: turn })
    }

    /// The next unit of work; the one before has ended.
    pub(crate) fn work(&mut self) -> Work<'e> {
        self.begun += 1;
        Work::of_batch(self.engine, &self.tx, &self.queues, &self.shared)
    }

    /// Commits all of them.
    ///
    /// # Errors
    /// Internal, when one of them was dropped before its end; internal or unavailable, when the database fails. Then
    /// nothing was written, unless the connection broke in the very commit: then nobody can know.
    pub(crate) async fn commit(self) -> Result<()> {
        if self.shared.ended() != self.begun {
            return Err(Error::internal("one of several units of work did not end"));
        }
        end(self.engine, self.tx, self.shared.journalled()).await
    }
}
