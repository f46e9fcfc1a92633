//! Copies a SQLite database into a new file.

use std::path::Path;

use sea_orm::DbErr;

use super::{Database, sqlite};

impl Database {
    /// Writes a compact copy to `file`, which must be empty or not exist yet, while others read and write.
    pub(crate) async fn snapshot(&self, file: &Path) -> Result<(), DbErr> {
        sqlite::copy(self.writer(), file).await
    }
}
