//! `schalter migrate`: brings the database to this version before a server of it starts.

use super::output;
use crate::config::Config;
use crate::failure::Failure;
use crate::owner;

/// Opening the engine migrates, and makes the database if there is none; that is all there is to do.
pub(super) async fn run(config: &Config) -> Result<(), Failure> {
    owner::check(config)?;
    let builder = super::builder(config, &config.server.address(None));
    let engine = builder.open().await.map_err(Failure::Opening)?;
    engine.close().await;
    output::line("the database is up to date")?;
    output::worked_on(config);
    Ok(())
}
