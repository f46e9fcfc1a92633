//! Rewrites a SQLite database so that nothing of removed rows is left in its file or in its log.
//!
//! `secure_delete` overwrites what is deleted, but not what SQLite moved from page to page before; only a new copy of all
//! pages is free of that. PostgreSQL's old rows are the affair of its own `VACUUM`.

use sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement};

use super::Database;
use crate::error::{Error, Result};

impl Database {
    /// How large SQLite's file is, in bytes; 0 for PostgreSQL.
    pub(crate) async fn size(&self) -> Result<u64, DbErr> {
        if self.backend() != DbBackend::Sqlite {
            return Ok(0);
        }
        let sql = "SELECT page_count * page_size AS size FROM pragma_page_count(), pragma_page_size()";
        let row = self.ro().query_one_raw(Statement::from_string(DbBackend::Sqlite, sql)).await?;
        let size: i64 = row.map(|row| row.try_get("", "size")).transpose()?.unwrap_or_default();
        Ok(size.unsigned_abs())
    }

    /// Rewrites the file, and empties the log. Writers wait meanwhile.
    ///
    /// # Errors
    /// Unavailable, when a reader holds on to the log for too long, such as a backup; the file is rewritten then.
    pub(crate) async fn scrub(&self) -> Result<()> {
        if self.backend() != DbBackend::Sqlite {
            return Ok(());
        }
        let rw = self.writer();
        rw.execute_unprepared("VACUUM").await?;
        let statement = Statement::from_string(DbBackend::Sqlite, "PRAGMA wal_checkpoint(TRUNCATE)");
        let row = rw.query_one_raw(statement).await?;
        let busy: i64 = row.map(|row| row.try_get("", "busy")).transpose()?.unwrap_or_default();
        if busy != 0 {
            return Err(Error::unavailable("a reader holds the log of the database"));
        }
        Ok(())
    }
}
