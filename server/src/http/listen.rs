//! Accepts connections until asked to stop, then lets requests under way finish.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::serve::ListenerExt as _;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tracing::warn;

use crate::failure::Failure;

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

/// Serves until `stop` turns true; then accepts no more and gives requests under way `grace` to finish. Live streams end
/// themselves by the same `stop`; subscriptions end with the process, and their clients come back to the next one.
pub(crate) async fn serve(
    listener: TcpListener,
    router: Router,
    stop: watch::Receiver<bool>,
    grace: Duration,
) {
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    // Small answers and live events must not wait for more to send.
    let listener = listener.tap_io(|stream| {
        let _only_slower = stream.set_nodelay(true);
    });
    let serving = axum::serve(listener, service).with_graceful_shutdown(asked(stop.clone()));
    let overdue = async {
        asked(stop).await;
        tokio::time::sleep(grace).await;
    };
    tokio::select! {
        ended = serving => if let Err(error) = ended {
            warn!(%error, "the web ended badly");
        },
        () = overdue => warn!("some requests did not finish in time"),
    }
}

/// Returns when the server shall stop; whoever would have asked is gone counts as well.
async fn asked(mut stop: watch::Receiver<bool>) {
    let _gone = stop.wait_for(|asked| *asked).await;
}
