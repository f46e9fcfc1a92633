//! Where the engine reads: its pool, or the transaction of a host inside of which it runs.

use std::sync::Arc;

use futures::{
    StreamExt,
    future::BoxFuture,
    stream::{self, BoxStream},
};
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DbBackend, DbErr, ExecResult, QueryResult, Statement, StreamTrait,
    prelude::async_trait::async_trait,
};

use super::{Liveness, within::Inside};

/// A connection for reading.
#[derive(Debug, Clone)]
pub(crate) enum Reading {
    /// Any connection of this pool.
    Pool(DatabaseConnection),
    /// The same, where one that stands still is given up.
    Watched(DatabaseConnection, Arc<Liveness>),
    /// The host's own: it sees what was written there.
    Within(Arc<Inside>),
}

#[async_trait]
impl ConnectionTrait for Reading {
    fn get_database_backend(&self) -> DbBackend {
        match self {
            Self::Pool(pool) | Self::Watched(pool, _) => pool.get_database_backend(),
            Self::Within(inside) => inside.get_database_backend(),
        }
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        match self {
            Self::Pool(pool) => pool.execute_raw(statement).await,
            Self::Watched(pool, liveness) => {
                let sql = statement.sql.clone();
                liveness.answer(&sql, pool.execute_raw(statement)).await
            }
            Self::Within(inside) => inside.execute_raw(statement).await,
        }
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        match self {
            Self::Pool(pool) => pool.execute_unprepared(sql).await,
            Self::Watched(pool, liveness) => liveness.answer(sql, pool.execute_unprepared(sql)).await,
            Self::Within(inside) => inside.execute_unprepared(sql).await,
        }
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        match self {
            Self::Pool(pool) => pool.query_one_raw(statement).await,
            Self::Watched(pool, liveness) => {
                let sql = statement.sql.clone();
                liveness.answer(&sql, pool.query_one_raw(statement)).await
            }
            Self::Within(inside) => inside.query_one_raw(statement).await,
        }
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        match self {
            Self::Pool(pool) => pool.query_all_raw(statement).await,
            Self::Watched(pool, liveness) => {
                let sql = statement.sql.clone();
                liveness.answer(&sql, pool.query_all_raw(statement)).await
            }
            Self::Within(inside) => inside.query_all_raw(statement).await,
        }
    }
}

impl StreamTrait for Reading {
    type Stream<'a> = BoxStream<'a, Result<QueryResult, DbErr>>;

    fn get_database_backend(&self) -> DbBackend {
        ConnectionTrait::get_database_backend(self)
    }

    fn stream_raw(&self, statement: Statement) -> BoxFuture<'_, Result<Self::Stream<'_>, DbErr>> {
        Box::pin(async move {
            match self {
                Self::Pool(pool) => Ok(pool.stream_raw(statement).await?.boxed()),
                Self::Watched(pool, liveness) => {
                    let sql = statement.sql.clone();
                    let first = async {
                        let mut rows = pool.stream_raw(statement).await?;
                        Ok((rows.next().await, rows))
                    };
                    let (first, rows) = liveness.answer(&sql, first).await?;
                    Ok(stream::iter(first).chain(rows).boxed())
                }
                // Its connection is not lent for as long as somebody reads.
                Self::Within(inside) => {
                    Ok(stream::iter(inside.query_all_raw(statement).await?).map(Ok).boxed())
                }
            }
        })
    }
}

impl Reading {
    /// Whether the database answers.
    pub(crate) async fn ping(&self) -> Result<(), DbErr> {
        match self {
            Self::Pool(pool) => pool.ping().await,
            // A statement, for the server tells of no ping whether it works on it.
            Self::Watched(..) => self.execute_unprepared("SELECT 1").await.map(drop),
            Self::Within(inside) => inside.execute_unprepared("SELECT 1").await.map(drop),
        }
    }
}
