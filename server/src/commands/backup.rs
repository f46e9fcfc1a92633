//! `schalter backup`: one directory from which everything can be brought back, taken while the server may be running.

use std::path::PathBuf;

use super::output;
use crate::cli::Backup;
use crate::config::Config;
use crate::failure::Failure;
use crate::owner;

/// Copies the database first and the files after it: files are never changed, so each one that the copy of the
/// database names is there.
pub(super) async fn run(config: &Config, asked: Backup) -> Result<(), Failure> {
    if !config.database.url.starts_with("sqlite:") {
        return Err(Failure::Refused(
            "the database is PostgreSQL; back it up with pg_dump, then copy the files of blobs.url"
                .to_owned(),
        ));
    }
    owner::check(config)?;
    // As it is: a backup before the first start of a newer version must still be one of the older.
    let builder = super::builder(config, &config.server.address(None));
    let engine = builder.as_it_is().open().await.map_err(Failure::Opening)?;
    let directory = asked
        .directory
        .unwrap_or_else(|| PathBuf::from(format!("backup-{}", engine.clock().now().format("%Y%m%d-%H%M%S"))));
    let copied = engine.backup_to(&directory).await;
    engine.close().await;
    let files = copied?.files;
    output::line(&format!("{}: schalter.db and {files} files", directory.display()))?;
    output::worked_on(config);
    Ok(())
}
