//! What a process that died left behind in its database, seen below all engines.

use sea_orm::{ConnectOptions, ConnectionTrait as _, Database, DatabaseConnection, QueryResult, Statement};

use crate::{Backend, TestApp, wait::until};

/// The database of an application, by one connection of its own.
pub struct Remains {
    connection: DatabaseConnection,
    backend: Backend,
    /// The sessions that PostgreSQL had when this began, as a list: none of a process that dies later.
    known: String,
}

impl Remains {
    /// Before the processes begin whose remains are to be looked at.
    pub async fn of(app: &TestApp) -> Self {
        let mut options = ConnectOptions::new(app.database());
        options.max_connections(1);
        let connection = Database::connect(options).await.expect("the database of the test");
        let mut remains = Self { connection, backend: app.backend, known: String::new() };
        if app.backend == Backend::Postgres {
            let sessions = "SELECT pid FROM pg_stat_activity WHERE datname = current_database()";
            let pid = |row: QueryResult| row.try_get_by_index::<i32>(0).expect("a process").to_string();
            let known: Vec<String> = remains.rows(sessions).await.into_iter().map(pid).collect();
            remains.known = known.join(", ");
        }
        remains
    }

    /// Returns once nothing of the processes that died is under way any more: what they had asked to be committed is, and the rest is
    /// taken back.
    pub async fn settle(&self) {
        match self.backend {
            // The lock is free once a transaction that was open has ended in one way or the other, and nobody begins another.
            Backend::Sqlite => {
                let locked = self.connection.execute_unprepared("BEGIN IMMEDIATE; ROLLBACK").await;
                locked.expect("nobody writes any more");
            }
            Backend::Postgres => {
                let sessions = format!(
                    "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() \
                     AND backend_type = 'client backend' AND pid NOT IN ({})",
                    self.known
                );
                until("the sessions of a process that died to end", async || {
                    (self.number(&sessions).await == 0).then_some(())
                })
                .await;
            }
        }
    }

    /// The number that a query answers.
    pub async fn number(&self, sql: &str) -> i64 {
        let rows = self.rows(sql).await;
        rows.first().expect("a row").try_get_by_index(0).expect("a number")
    }

    async fn rows(&self, sql: &str) -> Vec<QueryResult> {
        let statement = Statement::from_string(self.connection.get_database_backend(), sql);
        self.connection.query_all_raw(statement).await.expect(sql)
    }
}
