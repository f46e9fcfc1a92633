//! `schalter serve`: runs the server until it is asked to stop.

use crate::config::Config;
use crate::failure::Failure;
use crate::{owner, wire};

/// Everything in order; see `wire`.
pub(super) async fn run(config: Config, demo: bool) -> Result<(), Failure> {
    owner::check(&config)?;
    config.blobs.check_incoming().map_err(Failure::Refused)?;
    // Boxed: all of the server would lie on the stack of whoever waits.
    Box::pin(wire::serve(config, demo)).await
}
