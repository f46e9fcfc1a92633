//! `schalter migrate`: brings the database to this version before a server of it starts.

use super::output;
use crate::config::Config;
use crate::failure::Failure;

/// Opening the engine migrates; that is all there is to do.
pub(super) async fn run(config: &Config) -> Result<(), Failure> {
    let engine = super::open(config).await?;
    engine.close().await;
    output::line("the database is up to date")
}
