//! Commands inside a transaction that the host program began and will end.

use std::{fmt, marker::PhantomData, ops::Deref, sync::Arc};

use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, EntityTrait, ExecResult, QueryResult, Statement,
    TransactionTrait, prelude::async_trait::async_trait,
};
use tokio::sync::{Mutex, RwLock};

use super::{entity::setting, host};
use crate::{
    engine::Engine,
    error::{Error, Result},
};

/// What is said of a handle that outlived its transaction.
const ENDED: &str = "the transaction of the host program has ended";

/// The engine inside a transaction of the host: every command and query of [`Engine`], none of which anybody else sees before
/// the host commits. [`Within::finish`] keeps what was done; dropping it undoes that and leaves the rest of the transaction
/// as it was. The transaction cannot be ended meanwhile.
#[must_use = "what was done is undone unless it is finished"]
pub struct Within<'t> {
    engine: Engine,
    inside: Arc<Inside>,
    transaction: PhantomData<&'t DatabaseTransaction>,
}

impl fmt::Debug for Within<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Within").field("engine", &self.engine).finish_non_exhaustive()
    }
}

impl Deref for Within<'_> {
    type Target = Engine;

    fn deref(&self) -> &Engine {
        &self.engine
    }
}

/// A savepoint in the host's transaction, inside of which the engine's own transactions are savepoints again.
pub(crate) struct Inside {
    savepoint: RwLock<Option<DatabaseTransaction>>,
    backend: DbBackend,
    /// Savepoints end in the order in which they began, so that only one command at a time may write.
    pub(super) turn: Arc<Mutex<()>>,
}

impl fmt::Debug for Inside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Inside").field("backend", &self.backend).finish_non_exhaustive()
    }
}

impl Engine {
    /// Runs commands inside a transaction of the host, on a connection to the engine's own database. Nobody else sees what
    /// they do, no letter leaves and nothing is told live before the host commits; if it rolls back, nothing was done.
    ///
    /// A command that fails leaves the transaction as it was before it. After `Internal` or `Unavailable`, drop the handle:
    /// that undoes all that was done through it, and the host's transaction goes on.
    ///
    /// After its commit a host calls [`Engine::host_committed`], so that this node looks at once.
    ///
    /// # Errors
    /// `BadInput` for `transaction`, when it reads only, is not `READ COMMITTED`, or belongs to another database.
    #[expect(clippy::disallowed_methods, reason = "a savepoint inside a transaction that is not ours")]
    pub async fn within<'t>(&self, transaction: &'t DatabaseTransaction) -> Result<Within<'t>> {
        let savepoint = transaction.begin().await?;
        host::check_transaction(self.database(), &savepoint).await?;
        let ours = setting::Entity::find_by_id("secret").one(self.database().ro()).await?;
        if ours != setting::Entity::find_by_id("secret").one(&savepoint).await? {
            return Err(host::unfit("transaction", &["it belongs to another database".to_owned()]));
        }
        let backend = savepoint.get_database_backend();
        let inside = Inside { savepoint: RwLock::new(Some(savepoint)), backend, turn: Arc::default() };
        let inside = Arc::new(inside);
        let engine = self.with_database(self.database().inside(&inside));
        Ok(Within { engine, inside, transaction: PhantomData })
    }
}

impl Within<'_> {
    /// Keeps what was done, for the host to commit.
    ///
    /// # Errors
    /// Internal or unavailable, when the database fails; then nothing of it is kept.
    #[expect(
        clippy::disallowed_methods,
        reason = "the end of a savepoint; each command committed with its permit"
    )]
    pub async fn finish(self) -> Result<()> {
        let _turn = self.inside.turn.lock().await;
        let savepoint = self.inside.savepoint.write().await.take();
        Ok(savepoint.ok_or_else(|| Error::internal(ENDED))?.commit().await?)
    }
}

impl Drop for Within<'_> {
    fn drop(&mut self) {
        // Nobody else holds it: each statement borrows this handle. What is dropped here is rolled back.
        if let Ok(mut savepoint) = self.inside.savepoint.try_write() {
            drop(savepoint.take());
        }
    }
}

impl Inside {
    /// Begins a savepoint for one command.
    #[expect(clippy::disallowed_methods, reason = "where a unit of work begins")]
    pub(super) async fn begin(&self) -> Result<DatabaseTransaction, DbErr> {
        match &*self.savepoint.read().await {
            Some(savepoint) => savepoint.begin().await,
            None => Err(ended()),
        }
    }
}

fn ended() -> DbErr {
    DbErr::Custom(ENDED.to_owned())
}

#[async_trait]
impl ConnectionTrait for Inside {
    fn get_database_backend(&self) -> DbBackend {
        self.backend
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        match &*self.savepoint.read().await {
            Some(savepoint) => savepoint.execute_raw(statement).await,
            None => Err(ended()),
        }
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        match &*self.savepoint.read().await {
            Some(savepoint) => savepoint.execute_unprepared(sql).await,
            None => Err(ended()),
        }
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        match &*self.savepoint.read().await {
            Some(savepoint) => savepoint.query_one_raw(statement).await,
            None => Err(ended()),
        }
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        match &*self.savepoint.read().await {
            Some(savepoint) => savepoint.query_all_raw(statement).await,
            None => Err(ended()),
        }
    }
}
