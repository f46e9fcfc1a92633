//! Several units of work in one transaction, with one commit for all: what each costs beside what it writes is paid once.
//!
//! All of them are kept or none is. One that fails leaves the others without a commit, so that they are done again, each
//! for itself.

use std::sync::Arc;

use sea_orm::{ConnectionTrait as _, DatabaseTransaction, DbBackend};
use tokio::sync::{OnceCell, OwnedMutexGuard};

use super::{
    entity::queue,
    work::{Shared, Work, end},
};
use crate::{
    engine::Engine,
    error::{Error, Result},
};

/// The advisory lock that those hold who write about mails: "mail" and "turn" in ASCII.
const MAILS: i64 = 0x6d61_696c_7475_726e;

/// Who else may write about mails meanwhile.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Beside {
    /// Whoever writes about one mail.
    Single,
    /// Nobody.
    Nobody,
}

/// Waits for the turn on PostgreSQL, until the transaction ends. Two who take in the same mails in another order, several with
/// each commit, would wait for rows of one another for ever.
pub(crate) async fn in_turn(tx: &DatabaseTransaction, beside: Beside) -> Result<()> {
    if tx.get_database_backend() == DbBackend::Postgres {
        let how = if beside == Beside::Single { "_shared" } else { "" };
        tx.execute_unprepared(&format!("SELECT pg_advisory_xact_lock{how}({MAILS})")).await?;
    }
    Ok(())
}

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
        in_turn(&tx, Beside::Nobody).await?;
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
