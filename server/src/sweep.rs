//! Sweeps the blob store once a day, beside everything else.

use std::time::Duration;

use engine::Engine;
use tokio::sync::watch;
use tracing::{info, warn};

/// How often it is asked whether it is time: a server that is restarted every day sweeps as well.
const PAUSE: Duration = Duration::from_hours(1);

/// Runs until asked to stop; a sweep under way is given up, and the next one finds the rest.
pub(crate) async fn run(engine: Engine, mut stop: watch::Receiver<bool>) {
    loop {
        let swept = tokio::select! {
            _ = stop.wait_for(|asked| *asked) => return,
            swept = engine.sweep_blobs_if_due() => swept,
        };
        match swept {
            Ok(Some(swept)) if swept.files > 0 => {
                info!(files = swept.files, bytes = swept.bytes, "removed files that nothing refers to");
            }
            Ok(_) => {}
            Err(error) => {
                warn!(
                    error = %engine::Causes(&error),
                    "the files could not be swept; trying again in an hour"
                );
            }
        }
        tokio::select! {
            _ = stop.wait_for(|asked| *asked) => return,
            () = tokio::time::sleep(PAUSE) => {}
        }
    }
}
