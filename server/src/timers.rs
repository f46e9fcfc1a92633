//! Keeps the engine's timers going: closes and reminds when it is time, on whichever node is first.

use std::time::Duration;

use engine::{Causes, Engine, LastingFault};
use tokio::sync::watch;
use tracing::{info, warn};

/// Another node, or a change of a ticket, may bring a timer forward at any moment.
const LONGEST: Duration = Duration::from_secs(1);
/// A moment that has come is not asked about again and again while another node is at it.
const SHORTEST: Duration = Duration::from_millis(50);
/// After a fault, so that a database that is away is not asked at full speed.
const AFTER_FAULT: Duration = Duration::from_secs(5);

/// Runs until asked to stop; a pass under way is finished.
pub(crate) async fn run(engine: Engine, mut stop: watch::Receiver<bool>) {
    let stands = LastingFault::new();
    loop {
        // Without the guard a connection that was cut off would hold the timers until somebody restarts them.
        let pause = match engine.available(pass(&engine)).await {
            Ok(pause) => {
                if stands.goes() {
                    info!("timers run again");
                }
                pause
            }
            Err(error) => {
                let error = Causes(&error).to_string();
                if stands.comes(&error) {
                    warn!(error, "timers could not run; trying again");
                }
                AFTER_FAULT
            }
        };
        tokio::select! {
            _ = stop.wait_for(|asked| *asked) => return,
            () = tokio::time::sleep(pause) => {}
        }
    }
}

async fn pass(engine: &Engine) -> engine::Result<Duration> {
    let ran = engine.run_due().await?;
    if ran.closed + ran.reminded > 0 {
        info!(closed = ran.closed, reminded = ran.reminded, "timers ran");
    }
    let Some(due) = engine.next_due().await? else {
        return Ok(LONGEST);
    };
    let left = (due - engine.clock().now()).to_std().unwrap_or_default();
    Ok(left.clamp(SHORTEST, LONGEST))
}
