//! Accepts connections until asked to stop, then lets requests under way finish.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio_util::task::TaskTracker;
use tracing::{info, warn};

use super::Proxies;
use super::connection::Serving;
use super::places::Places;
use crate::config::Connections;
use crate::failure::Failure;
use crate::{config::Server, descriptors};

/// How long nothing is accepted after the system had nothing left for another connection.
const BREATH: Duration = Duration::from_millis(200);
/// How often the log tells of that.
const REMIND: Duration = Duration::from_mins(1);
/// So much of an answer waits in the system, unsent; a client that reads slowly is then seen to read at all.
#[cfg(target_os = "linux")]
const UNSENT: u32 = 128 * 1024;

/// Takes the address before anything else is begun, so that a second server fails at once.
///
/// # Errors
/// When the address is taken or not ours.
pub(crate) async fn bind(address: &str) -> Result<(TcpListener, SocketAddr), Failure> {
    let failed = |source| Failure::Listen { address: address.to_owned(), source };
    let listener = TcpListener::bind(address).await.map_err(failed)?;
    let local = listener.local_addr().map_err(failed)?;
    Ok((listener, local))
}

/// Serves until `stop` turns true; then accepts no more and waits for requests under way, for as long as the caller does.
/// Live streams end themselves by the same `stop`; subscriptions end with the process, and their clients come back to
/// the next one.
pub(crate) async fn serve(
    listener: TcpListener,
    router: Router,
    stop: watch::Receiver<bool>,
    server: &Server,
    limits: Connections,
) {
    let (total, per_address) = caps(&limits, descriptors::raise());
    info!(connections = total, per_address, "accepting connections");
    let proxies = Proxies::trusting(&server.trusted_proxies);
    let serving = Serving::new(router, Places::new(total, per_address, proxies), limits);
    let connections = TaskTracker::new();
    let mut asked = stop.clone();
    let mut told: Option<tokio::time::Instant> = None;
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = asked.wait_for(|asked| *asked) => break,
        };
        match accepted {
            Ok((stream, peer)) => {
                prepare(&stream);
                connections.spawn(serving.converse(stream, peer, stop.clone()));
            }
            Err(error) if is_of_one(&error) => {}
            Err(error) => {
                if told.is_none_or(|told| told.elapsed() > REMIND) {
                    warn!(%error, "cannot accept connections for now");
                    told = Some(tokio::time::Instant::now());
                }
                tokio::time::sleep(BREATH).await;
            }
        }
    }
    drop(listener);
    connections.close();
    connections.wait().await;
}

/// How many connections there may be in all and from one address, when the process may hold so many descriptors: a
/// quarter of them is left for the database, for files and for health checks.
fn caps(limits: &Connections, descriptors: usize) -> (usize, usize) {
    let room = descriptors - descriptors / 4;
    let total = limits.connections.unwrap_or(MOST).min(room);
    // Nobody alone can take them all.
    let per_address = limits.connections_per_address.unwrap_or(total - total / 4);
    (total, per_address)
}

/// How many connections there are at most where nobody says how many.
const MOST: usize = 16_384;

/// Small answers and live events must not wait for more to send; what is refused here only makes things slower.
fn prepare(stream: &TcpStream) {
    let _slower = stream.set_nodelay(true);
    #[cfg(target_os = "linux")]
    let _coarser = socket2::SockRef::from(stream).set_tcp_notsent_lowat(UNSENT);
}

/// Whether the error is that of the connection that was to be accepted, and the next one may be fine.
fn is_of_one(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset, Interrupted};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset | Interrupted)
}

#[cfg(test)]
mod tests {
    use super::caps;
    use crate::config::Connections;

    #[test]
    fn a_quarter_of_the_descriptors_is_kept_and_nobody_gets_all_of_the_others() {
        let caps = |connections, connections_per_address, descriptors| {
            let limits = Connections { connections, connections_per_address, ..Connections::default() };
            caps(&limits, descriptors)
        };
        assert_eq!(caps(None, None, 1024), (768, 576));
        assert_eq!(caps(None, None, 1 << 20), (16_384, 12_288));
        assert_eq!(caps(Some(100), None, 1024), (100, 75));
        assert_eq!(caps(Some(5000), Some(20), 1024), (768, 20));
    }
}
