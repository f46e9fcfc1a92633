//! `schalter serve`: runs the server until it is asked to stop.

use crate::config::Config;
use crate::failure::Failure;
use crate::{owner, wire};

/// Everything in order; see `wire`.
pub(super) async fn run(config: Config, demo: bool) -> Result<(), Failure> {
    owner::check(&config)?;
    config.blobs.check_incoming().map_err(Failure::Refused)?;
    wire::serve(config, demo).await
}
