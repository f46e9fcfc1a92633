//! Copies a SQLite database into a new file, in one transaction, while others read and write.

use std::{path::Path, sync::Arc};

use sea_orm::{
    DbErr, RuntimeErr,
    sqlx::{Connection as _, SqliteConnection, query},
};

use super::Database;

impl Database {
    /// Writes a compact copy to `file`, which must be empty or not exist yet.
    pub(crate) async fn snapshot(&self, file: &Path) -> Result<(), DbErr> {
        let Some(name) = file.to_str() else {
            return Err(DbErr::Custom(format!("{} is no name that SQLite can open", file.display())));
        };
        // A connection of its own: it holds a read transaction for as long as the copy takes, and neither the one
        // writer nor a reader should wait for that.
        let options = self.writer().get_sqlite_connection_pool().connect_options();
        let failed = |error| DbErr::Exec(RuntimeErr::SqlxError(Arc::new(error)));
        let mut connection = SqliteConnection::connect_with(&options).await.map_err(failed)?;
        let copied = query("VACUUM INTO ?").bind(name).execute(&mut connection).await.map_err(failed);
        connection.close().await.map_err(failed)?;
        copied.map(|_| ())
    }
}
