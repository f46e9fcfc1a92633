//! `schalter blobs sweep`: removes files that nothing refers to, or tells which they are.

use engine::SweepBlobs;

use super::output;
use crate::cli::BlobsSweep;
use crate::config::{self, Config};
use crate::failure::Failure;

/// Prints a line for each file, and how many there were.
pub(super) async fn run(config: &Config, asked: BlobsSweep) -> Result<(), Failure> {
    let age = config::duration(&asked.older_than)
        .map_err(|message| Failure::Refused(format!("--older-than: {message}")))?;
    if age < SweepBlobs::LEAST_AGE {
        return Err(Failure::Refused(
            "--older-than: at least 1h, since newer files may belong to uploads in progress".to_owned(),
        ));
    }
    let engine = super::open(config).await?;
    let sweep = SweepBlobs { files_older_than: age, mails_older_than: age, dry_run: asked.dry_run };
    let mut printed = Ok(());
    let swept = engine
        .sweep_blobs(sweep, |place, size| {
            if printed.is_ok() {
                printed = output::line(&format!("{place} ({size} bytes)"));
            }
        })
        .await;
    engine.close().await;
    let swept = swept?;
    printed?;
    let verb = if asked.dry_run { "would be removed" } else { "removed" };
    output::line(&format!("{} files, {} bytes: {verb}", swept.files, swept.bytes))?;
    output::worked_on(config);
    Ok(())
}
