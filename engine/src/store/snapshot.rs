//! Copies a SQLite database into a new file, in one transaction, while others read and write.

use std::path::Path;

use sea_orm::{ConnectOptions, ConnectionTrait, DbErr, Statement};

use super::Database;

impl Database {
    /// Writes a compact copy to `file`, which must be empty or not exist yet.
    pub(crate) async fn snapshot(&self, file: &Path) -> Result<(), DbErr> {
        let Some(name) = file.to_str() else {
            return Err(DbErr::Custom(format!("{} is no name that SQLite can open", file.display())));
        };
        // A connection of its own: it holds a read transaction for as long as the copy takes, and neither the one
        // writer nor a reader should wait for that.
        let mut options = ConnectOptions::new(self.url());
        options.max_connections(1).sqlx_logging(false);
        let connection = sea_orm::Database::connect(options).await?;
        let copied = connection
            .execute_raw(Statement::from_sql_and_values(self.backend(), "VACUUM INTO ?", [name.into()]))
            .await;
        connection.close().await?;
        copied.map(|_| ())
    }
}
