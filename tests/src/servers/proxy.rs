//! A proxy between a browser and a server, or between a server and its database, that can fail as networks do: refuse,
//! answer for the server, lose the answers, or go dark without a word, also on one connection or on those of until now alone.

use std::{
    net::SocketAddr,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{
        TcpListener, TcpStream,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
    sync::watch,
    task::JoinHandle,
};

/// How the network is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Network {
    /// Everything passes.
    Fine,
    /// Every connection is ended at once, and those that were open, too.
    Down,
    /// The proxy answers 503 itself, as one does whose server is away.
    Away,
    /// What is sent arrives, but no answer comes back.
    Deaf,
    /// Connections stay open and nothing passes, in either direction, as after a cable was pulled.
    Dark,
}

/// A proxy in front of one server; it ends when it is dropped.
#[derive(Debug)]
pub struct Proxy {
    address: SocketAddr,
    network: watch::Sender<Network>,
    trap: Trap,
    frozen: Arc<AtomicUsize>,
    task: JoinHandle<()>,
}

/// What is to be on the way when one connection goes dark.
type Trap = Arc<Mutex<Option<Vec<u8>>>>;

impl Proxy {
    /// Starts in front of a server, `http://127.0.0.1:…`.
    pub async fn before(site: &str) -> Self {
        let server: SocketAddr = site.trim_start_matches("http://").parse().expect("an address");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("it is bound");
        let (network, state) = watch::channel(Network::Fine);
        let trap = Trap::default();
        let frozen = Arc::new(AtomicUsize::new(0));
        let (set, times) = (Arc::clone(&trap), Arc::clone(&frozen));
        let task = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(serve(client, server, state.clone(), Arc::clone(&set), Frost::new(&times)));
            }
        });
        Self { address, network, trap, frozen, task }
    }

    /// Where it listens, `http://127.0.0.1:…`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Where it listens, for servers of another protocol.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.address.port()
    }

    /// Has the next connection on which this is sent go dark, and stay so; all others go on.
    pub fn darken_at(&self, sent: &str) {
        *self.trap.lock().unwrap_or_else(PoisonError::into_inner) = Some(sent.as_bytes().to_owned());
    }

    /// Whether a connection went dark since [`Proxy::darken_at`].
    #[must_use]
    pub fn has_darkened(&self) -> bool {
        self.trap.lock().unwrap_or_else(PoisonError::into_inner).is_none()
    }

    /// The connections that are open carry nothing any more, and stay open; new ones work. So it is after a NAT has
    /// forgotten them.
    pub fn freeze(&self) {
        self.frozen.fetch_add(1, Ordering::Relaxed);
    }

    /// Changes the network. A connection that went dark stays dark.
    pub fn set(&self, network: Network) {
        self.network.send_replace(network);
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Whether the open connections were frozen since this one began.
#[derive(Debug, Clone)]
struct Frost {
    times: Arc<AtomicUsize>,
    before: usize,
}

impl Frost {
    fn new(times: &Arc<AtomicUsize>) -> Self {
        Self { times: Arc::clone(times), before: times.load(Ordering::Relaxed) }
    }

    fn has_come(&self) -> bool {
        self.times.load(Ordering::Relaxed) != self.before
    }
}

async fn serve(
    mut client: TcpStream,
    server: SocketAddr,
    mut state: watch::Receiver<Network>,
    trap: Trap,
    frost: Frost,
) {
    let now = *state.borrow_and_update();
    match now {
        Network::Down => return,
        Network::Away => return answer(&mut client).await,
        // The connection is held, and nothing will ever come on it.
        Network::Dark => return std::future::pending().await,
        Network::Fine | Network::Deaf => {}
    }
    let Ok(upstream) = TcpStream::connect(server).await else { return };
    let (from_client, to_client) = client.into_split();
    let (from_server, to_server) = upstream.into_split();
    let up = carry(from_client, to_server, state.clone(), trap, frost.clone(), |_| true);
    let down = carry(from_server, to_client, state.clone(), Trap::default(), frost, |network| {
        network != Network::Deaf
    });
    let cut = async {
        // The sender goes with the proxy.
        let _ = state.wait_for(|network| matches!(network, Network::Down | Network::Away)).await;
    };
    tokio::select! {
        () = async { tokio::join!(up, down); } => {}
        () = cut => {}
    }
}

/// Carries bytes until one end closes; what arrives while the network is dark is lost, and so is the connection.
async fn carry(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    state: watch::Receiver<Network>,
    trap: Trap,
    frost: Frost,
    passes: fn(Network) -> bool,
) {
    let mut bytes = vec![0; 16 << 10];
    while let Ok(length @ 1..) = from.read(&mut bytes).await {
        let network = *state.borrow();
        if network == Network::Dark || frost.has_come() || is_caught(&trap, &bytes[..length]) {
            std::future::pending::<()>().await;
        }
        if passes(network) && to.write_all(&bytes[..length]).await.is_err() {
            break;
        }
    }
    if *state.borrow() == Network::Dark {
        std::future::pending::<()>().await;
    }
    let _ = to.shutdown().await;
}

/// Whether this is what one waits for; only the first time.
fn is_caught(trap: &Trap, sent: &[u8]) -> bool {
    let mut trap = trap.lock().unwrap_or_else(PoisonError::into_inner);
    let caught = trap.as_ref().is_some_and(|trap| sent.windows(trap.len()).any(|part| part == trap));
    if caught {
        *trap = None;
    }
    caught
}

async fn answer(client: &mut TcpStream) {
    let mut bytes = vec![0; 64 << 10];
    // Enough of the request for the browser to have heard the answer.
    let _ = client.read(&mut bytes).await;
    let text = "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Type: text/html\r\nContent-Length: 4\r\nConnection: close\r\n\r\naway";
    let _ = client.write_all(text.as_bytes()).await;
    let _ = client.shutdown().await;
    while client.read(&mut bytes).await.is_ok_and(|length| length > 0) {}
}
