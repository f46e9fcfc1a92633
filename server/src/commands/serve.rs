//! `schalter serve`: runs the server until it is asked to stop.

use crate::config::Config;
use crate::failure::Failure;
use crate::wire;

/// Everything in order; see `wire`.
pub(super) async fn run(config: Config, demo: bool) -> Result<(), Failure> {
    wire::serve(config, demo).await
}
