//! One change to the database, written as SQL; every migration file holds one of these.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{DbBackend, DbErr};

/// A migration whose statements run in one transaction.
pub(crate) struct Change {
    module: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

impl Change {
    /// The same statements for both databases. `module` is `module_path!()`: the file's name is
    /// the migration's name.
    pub(crate) const fn same(module: &'static str, sql: &'static str) -> Self {
        Self::each(module, sql, sql)
    }

    /// Different statements, where the two databases have no common word for it.
    pub(crate) const fn each(module: &'static str, sqlite: &'static str, postgres: &'static str) -> Self {
        Self { module, sqlite, postgres }
    }
}

impl MigrationName for Change {
    fn name(&self) -> &str {
        self.module.rsplit("::").next().unwrap_or(self.module)
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Change {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let sql = match manager.get_database_backend() {
            DbBackend::Sqlite => self.sqlite,
            DbBackend::Postgres => self.postgres,
            other => return Err(DbErr::BackendNotSupported { db: other.as_str(), ctx: "migration" }),
        };
        manager.get_connection().execute_unprepared(sql).await?;
        Ok(())
    }

    async fn down(&self, _manager: &SchemaManager) -> Result<(), DbErr> {
        Err(DbErr::Migration(format!(
            "{} cannot be taken back: restore the backup made before the update",
            self.name()
        )))
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
