//! Mail in by LMTP (RFC 2033), as Postfix and Exim hand it to what keeps mailboxes: each recipient of a mail has an answer of
//! their own, and what was answered with 250 is stored.
//!
//! There are no passwords: whoever can connect may deliver, so it listens on this machine or at a socket in the file system.

use std::{fmt, io, net::SocketAddr, path::PathBuf, sync::Arc, time::Duration};

use engine::Engine;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, UnixListener},
    sync::watch,
    task::JoinSet,
};

mod places;
mod session;

use places::{Place as Seat, Places};

use super::socket;

/// More connections at a time than a mail server opens by itself (Postfix: 20); for what comes beyond, those that say nothing give
/// way.
pub const CONNECTIONS: usize = 20;
/// The metric that counts connections which gave way.
pub const GAVE_WAY: &str = "schalter_lmtp_connections_gave_way_total";
/// The metric of connections that are open.
pub const OPEN: &str = "schalter_lmtp_connections";
/// A pause after a connection could not be taken, such as when there are no more descriptors.
const PAUSE: Duration = Duration::from_millis(250);

/// Where mail is delivered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// An address of this machine.
    Tcp(SocketAddr),
    /// A socket in the file system. Who may write to its directory may deliver.
    Unix(PathBuf),
}

/// As the configuration writes it.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tcp(address) => address.fmt(f),
            Self::Unix(path) => write!(f, "unix:{}", path.display()),
        }
    }
}

/// What is delivered. To whom, the engine says: to the mailboxes in force.
#[derive(Debug, Clone)]
pub struct LmtpConfig {
    /// How this server calls itself.
    pub host: String,
    /// How many bytes a mail may have.
    pub message_limit: u64,
}

/// A place that is listened at.
#[derive(Debug)]
pub struct Listener {
    socket: Socket,
}

#[derive(Debug)]
enum Socket {
    Tcp(TcpListener),
    Unix(UnixListener),
}

impl Listener {
    /// Begins to listen. A socket that a server left behind is replaced, one that somebody listens at is not.
    ///
    /// # Errors
    /// When the place is taken or may not be used.
    pub async fn bind(place: &Place) -> io::Result<Self> {
        let socket = match place {
            Place::Tcp(address) => Socket::Tcp(TcpListener::bind(address).await?),
            // The mail server runs as another user; its directory says who may reach it.
            Place::Unix(path) => Socket::Unix(socket::listen(path, 0o666).await?),
        };
        Ok(Self { socket })
    }

    /// The address that is listened at, if it is one of the network.
    #[must_use]
    pub fn address(&self) -> Option<SocketAddr> {
        match &self.socket {
            Socket::Tcp(listener) => listener.local_addr().ok(),
            Socket::Unix(_) => None,
        }
    }

    async fn accept(&self) -> io::Result<Box<dyn Stream>> {
        Ok(match &self.socket {
            Socket::Tcp(listener) => Box::new(listener.accept().await?.0),
            Socket::Unix(listener) => Box::new(listener.accept().await?.0),
        })
    }
}

/// A connection.
trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

/// Takes mail until it is asked to stop; a mail that is being decided on is finished and answered.
pub async fn run(engine: Engine, listener: Listener, config: LmtpConfig, mut stop: watch::Receiver<bool>) {
    let config = Arc::new(config);
    let places = Places::new(CONNECTIONS);
    let mut sessions = JoinSet::new();
    loop {
        let accepted = tokio::select! {
            biased;
            _ = stop.wait_for(|stop| *stop) => break,
            accepted = accept(&listener, &places) => accepted,
        };
        match accepted {
            Ok((stream, seat)) => {
                let session =
                    session::Session::new(engine.clone(), stream, seat, Arc::clone(&config), stop.clone());
                sessions.spawn(async move {
                    if let Err(error) = session.run().await {
                        tracing::debug!(%error, "a delivery by LMTP was cut off");
                    }
                });
            }
            Err(error) => {
                tracing::warn!(%error, "a delivery by LMTP could not begin");
                tokio::time::sleep(PAUSE).await;
            }
        }
        while sessions.try_join_next().is_some() {}
    }
    drop(listener);
    while sessions.join_next().await.is_some() {}
}

/// The next connection, once there is a place for it.
async fn accept(listener: &Listener, places: &Arc<Places>) -> io::Result<(Box<dyn Stream>, Seat)> {
    let stream = listener.accept().await?;
    loop {
        match places.take() {
            Some(seat) => return Ok((stream, seat)),
            None => places.freed().await,
        }
    }
}
