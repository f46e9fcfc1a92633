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
use super::places::{Places, RESERVE};
use crate::config::{Connections, Server};
use crate::failure::Failure;

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

/// How many connections there may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Caps {
    /// In all.
    total: usize,
    /// From one address.
    per_address: usize,
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
    Caps { total, per_address }: Caps,
) {
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

/// How many connections there may be, when the process may hold so many descriptors and `beside` are needed for what else listens
/// or is connected. Of what is left a quarter is kept for files.
///
/// # Errors
/// When too few are left.
pub(crate) fn caps(limits: &Connections, descriptors: usize, beside: usize) -> Result<Caps, Failure> {
    let needed = BASE + RESERVE + beside;
    let Some(room) = descriptors.checked_sub(needed).filter(|room| *room >= LEAST) else {
        return Err(Failure::Refused(format!(
            "the limit of open files is {descriptors}, and this server needs at least {}; raise it with `ulimit -n` or by \
             LimitNOFILE= in the unit of the service",
            needed + LEAST
        )));
    };
    let total = limits.connections.unwrap_or(MOST).min(room - room / 4);
    // Nobody alone can take them all.
    let per_address = limits.connections_per_address.unwrap_or(total - total / 4);
    Ok(Caps { total, per_address })
}

/// What the process itself holds open: its streams, the runtime, the connections to the database, letters on their way out.
const BASE: usize = 48;
/// What must be left for connections and files: with less nobody could work.
const LEAST: usize = 40;
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
    fn connections_get_what_the_process_leaves_and_nobody_gets_all_of_them() {
        for (connections, per_address, descriptors, beside, expected) in [
            (None, None, 1024, 0, Some((708, 531))),
            (None, None, 1024, 86, Some((644, 483))),
            (None, None, 1 << 20, 86, Some((16_384, 12_288))),
            (Some(100), None, 1024, 0, Some((100, 75))),
            (Some(5000), Some(20), 1024, 0, Some((708, 20))),
            (None, None, 120, 0, Some((30, 23))),
            (None, None, 119, 0, None),
            (Some(2), None, 119, 0, None),
            (None, None, 120, 1, None),
            (None, None, 64, 86, None),
        ] {
            let limits =
                Connections { connections, connections_per_address: per_address, ..Connections::default() };
            let found = caps(&limits, descriptors, beside).ok().map(|caps| (caps.total, caps.per_address));
            assert_eq!(found, expected, "{connections:?} {per_address:?} {descriptors} {beside}");
        }
    }

    #[test]
    fn who_has_too_few_descriptors_is_told_how_many_are_needed() {
        let refused = caps(&Connections::default(), 64, 86).err().map(|refused| refused.to_string());
        assert!(refused.is_some_and(|words| words.contains("is 64") && words.contains("at least 206;")));
    }
}
