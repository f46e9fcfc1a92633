//! Gives up a statement whose connection to PostgreSQL stands still: its other end, or something in between, answers nothing
//! while the server is well.
//!
//! The connection itself does not tell that from a statement that takes long. The server does: asked on a connection of its
//! own, it says whether any session works on this statement. If none does, twice in a row, the answer will not come. The
//! statement fails as unavailable, and its connection is closed, since it is never settled (see `postgres.rs`). What the server
//! works on is left alone, however long it takes, and so is everything while it cannot be asked: that is `liveness.rs`.

use std::{cell::Cell, time::Duration};

use sea_orm::{DbErr, RuntimeErr};
use tokio::time::Instant;

use super::{Liveness, postgres};

/// A statement that takes longer makes one look, and again after as long.
const LOOK: Duration = Duration::from_millis(500);

/// How long the server may take to say what it works on.
const PATIENCE: Duration = Duration::from_millis(400);

/// How often in a row nobody may be at work: an answer may just be on its way.
const LOOKS: u8 = 2;

/// Why a statement was given up.
const STANDS_STILL: &str = "the connection to the database stands still";

tokio::task_local! {
    /// When the statement that is waited for got its connection; before, it waits for one, which may rightly take long.
    static HELD: Cell<Option<Instant>>;
}

/// The statement that is waited for has its connection now.
#[cfg_attr(not(feature = "postgres"), expect(dead_code, reason = "only the driver of PostgreSQL says so"))]
pub(super) fn is_held() {
    // Nobody waits for what the pool does by itself.
    let _unwatched = HELD.try_with(|held| held.set(Some(Instant::now())));
}

impl Liveness {
    /// Takes a connection of the pool for this statement and waits for its answer.
    ///
    /// # Errors
    /// The statement's own, and unavailable when its connection stands still.
    pub(super) async fn answer<T>(
        &self,
        sql: &str,
        asked: impl Future<Output = Result<T, DbErr>>,
    ) -> Result<T, DbErr> {
        self.watched(sql, None, asked).await
    }

    /// The same on a connection that is there already.
    pub(super) async fn answer_on<T>(
        &self,
        sql: &str,
        asked: impl Future<Output = Result<T, DbErr>>,
    ) -> Result<T, DbErr> {
        self.watched(sql, Some(Instant::now()), asked).await
    }

    async fn watched<T>(
        &self,
        sql: &str,
        held: Option<Instant>,
        asked: impl Future<Output = Result<T, DbErr>>,
    ) -> Result<T, DbErr> {
        if self.server().is_none() {
            return asked.await;
        }
        let waiting = async {
            tokio::select! {
                biased;
                answer = asked => answer,
                () = self.standstill(sql) => {
                    self.note_away();
                    tracing::warn!("a connection to the database stands still and is closed");
                    Err(DbErr::Conn(RuntimeErr::Internal(STANDS_STILL.to_owned())))
                }
            }
        };
        HELD.scope(Cell::new(held), waiting).await
    }

    /// Returns when the server works on no such statement.
    async fn standstill(&self, sql: &str) {
        let Some(server) = self.server() else { return std::future::pending().await };
        let mut idle = 0;
        while idle < LOOKS {
            tokio::time::sleep(LOOK).await;
            let Some(held) = HELD.with(Cell::get) else { continue };
            let works = postgres::works_on(server, sql, held.elapsed(), PATIENCE).await;
            idle = if matches!(works, Ok(false)) { idle + 1 } else { 0 };
        }
    }
}
