//! Takes what one server alone may have: its address, and a SQLite database.
//!
//! In a rolling restart the one before may still have both for as long as it stops. So whoever finds the database held
//! waits for it, as long as `server.stop_within` allows; an address that a stranger has is an error at once.

use std::net::SocketAddr;
use std::time::Duration;

use engine::{Claim, ServerLock};
use tokio::net::TcpListener;
use tokio::time::Instant;
use tracing::info;

use crate::config::Config;
use crate::failure::Failure;
use crate::http;

/// How often a database that another server holds is tried again.
const PAUSE: Duration = Duration::from_millis(50);

/// What this server has for itself.
#[derive(Debug)]
pub(crate) struct Held {
    /// Accepts requests.
    pub listener: TcpListener,
    /// Where it listens.
    pub address: SocketAddr,
    /// To be dropped when nothing works on the database any more.
    pub lock: ServerLock,
}

/// Takes both; nothing was touched when it fails.
///
/// # Errors
/// When the address is taken or not ours, or when another server keeps the database.
pub(crate) async fn take(config: &Config) -> Result<Held, Failure> {
    let bind = &config.server.bind;
    let mut bound = http::bind(bind).await;
    if bound.is_err() && !ServerLock::is_held(&config.database.url) {
        // The one before may have ended between the two questions.
        bound = http::bind(bind).await;
        if let Err(failure) = bound {
            return Err(failure);
        }
    }
    let lock = wait_for(config).await?;
    let (listener, address) = match bound {
        Ok(bound) => bound,
        Err(_) => http::bind(bind).await?,
    };
    Ok(Held { listener, address, lock })
}

async fn wait_for(config: &Config) -> Result<ServerLock, Failure> {
    let waited = config.server.stop_within;
    let until = Instant::now() + waited;
    let mut told = false;
    loop {
        match ServerLock::claim(&config.database.url).map_err(Failure::Opening)? {
            Claim::Locked(lock) => return Ok(lock),
            Claim::Held { process } if Instant::now() >= until => {
                return Err(Failure::Held { database: config.database_name(), process, waited });
            }
            Claim::Held { process } if !told => {
                told = true;
                info!(process, "another server is running on this database; waiting for it to stop");
            }
            Claim::Held { .. } => tokio::time::sleep(PAUSE).await,
        }
    }
}
