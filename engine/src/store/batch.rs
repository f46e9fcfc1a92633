//! Several units of work in one transaction, with one commit for all: what each costs beside what it writes is paid once.
//!
//! All of them are kept or none is. One that fails leaves the others without a commit, so that they are done again, each
//! for itself.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use sea_orm::{ConnectionTrait as _, DatabaseTransaction, DbBackend};
use tokio::sync::OwnedMutexGuard;

use super::work::{LookedUp, Shared, Work, end};
use crate::{
    engine::Engine,
    error::{Error, Result},
    faults::Fault,
};

/// The advisory lock that those hold who write about mails: "mail" and "turn" in ASCII.
const MAILS: i64 = 0x6d61_696c_7475_726e;

/// How long somebody waits for the turn.
const PATIENCE: &str = "1s";

/// How long it is hardly waited for after that, so that one who stands still does not keep a connection busy for a second for
/// each mail.
const RESTS: Duration = Duration::from_secs(10);

/// When the turn did not come, the last time that it was waited for.
#[derive(Debug, Default)]
pub(crate) struct MailTurn(Mutex<Option<Instant>>);

impl MailTurn {
    fn patience(&self) -> &'static str {
        let late = self.missed().is_some_and(|missed| missed.elapsed() < RESTS);
        if late { "1ms" } else { PATIENCE }
    }

    fn came(&self, came: bool) {
        let mut missed = self.missed();
        match (came, *missed) {
            (true, _) => *missed = None,
            (false, Some(before)) if before.elapsed() < RESTS => {}
            (false, _) => *missed = Some(Instant::now()),
        }
    }

    fn missed(&self) -> MutexGuard<'_, Option<Instant>> {
        // Whoever panicked while they held it left it whole.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Who else may write about mails meanwhile.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Beside {
    /// Whoever writes about one mail.
    Single,
    /// Nobody.
    Nobody,
}

/// Waits for the turn on PostgreSQL, which ends with the transaction. Two who take in the same mails in another order, several
/// with each commit, would wait for rows of one another until one of them is refused, and try again. That is all the harm there
/// is, so nobody waits for long: a process that has the turn and stands still must not keep mail from coming in.
pub(crate) async fn in_turn(turn: &MailTurn, tx: &DatabaseTransaction, beside: Beside) -> Result<()> {
    if tx.get_database_backend() != DbBackend::Postgres {
        return Ok(());
    }
    let patience = turn.patience();
    let how = if beside == Beside::Single { "_shared" } else { "" };
    let waited = tx
        .execute_unprepared(&format!(
            "SAVEPOINT mail_turn; \
             SELECT set_config('schalter.lock_timeout', current_setting('lock_timeout'), true), \
             set_config('lock_timeout', '{patience}', true); \
             SELECT pg_advisory_xact_lock{how}({MAILS}); \
             SELECT set_config('lock_timeout', current_setting('schalter.lock_timeout'), true); \
             RELEASE SAVEPOINT mail_turn"
        ))
        .await;
    turn.came(waited.is_ok());
    match waited {
        Ok(_) => Ok(()),
        Err(error) if Fault::of(&error) == Fault::Passing => {
            // This fails as well unless it was only the turn that did not come.
            tx.execute_unprepared("ROLLBACK TO SAVEPOINT mail_turn; RELEASE SAVEPOINT mail_turn").await?;
            if patience == PATIENCE {
                tracing::warn!("another process takes long over incoming mail; it is not waited for");
            }
            Ok(())
        }
        Err(error) => Err(error.into()),
    }
}

/// Units of work that are committed together.
pub(crate) struct Batch<'e> {
    engine: &'e Engine,
    tx: Arc<DatabaseTransaction>,
    looked_up: Arc<LookedUp>,
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
        in_turn(engine.database().mail_turn(), &tx, Beside::Nobody).await?;
        Ok(Self { engine, tx, looked_up: Arc::default(), shared: Arc::default(), begun: 0, _turn: turn })
    }

    /// The next unit of work; the one before has ended.
    pub(crate) fn work(&mut self) -> Work<'e> {
        self.begun += 1;
        Work::of_batch(self.engine, &self.tx, &self.looked_up, &self.shared)
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
        end(self.engine, self.tx, self.shared.journalled(), false).await
    }
}
