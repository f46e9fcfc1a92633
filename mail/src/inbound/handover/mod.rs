//! Messages that `mail import` hands over to a server that runs on the same machine, so that a mail server's pipe costs neither
//! opening the database nor a commit of its own.
//!
//! The server listens at a socket which only its own user and root may connect to ([`Listener`], [`run`]); the command connects
//! ([`Client`]). A message is answered once it is committed, and what is not answered the command takes in by itself: the ledger
//! knows a mail that came twice. `session` reads and prepares what comes over one connection, `decide` decides on what is ready on
//! all of them, `protocol` is what both ends speak, and `trust` says who may be at the other end.

use std::{
    io,
    os::unix::fs::MetadataExt as _,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use engine::Engine;
use tokio::{
    net::{UnixListener, UnixStream},
    sync::{Semaphore, mpsc, watch},
    task::JoinSet,
    time::sleep,
};

use self::session::Shared;
use super::{TOGETHER, socket};

mod client;
mod decide;
mod protocol;
mod session;
mod trust;

pub use client::{Answered, Client};

/// The metric that counts messages which were handed over and decided on.
pub const HANDED_OVER: &str = "schalter_import_handed_over_total";
/// How large a message may be: it is taken apart in memory, and that has an end.
pub const LARGEST: u64 = 256 << 20;

/// More connections than a mail server opens pipes; who comes beyond takes in its mail by itself.
pub const CONNECTIONS: usize = 64;
/// The bytes of messages that are held at a time, over all connections: the largest alone, or many others.
const ROOM: usize = 256 << 20;
/// How often a place that another server has is tried again: it may have ended.
const AGAIN: Duration = Duration::from_secs(5);
/// A pause after a connection could not be taken, such as when there are no more descriptors.
const PAUSE: Duration = Duration::from_millis(250);

/// Where messages are handed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The socket.
    pub path: PathBuf,
    /// Which database and which files the server works on, without secrets.
    pub installation: String,
}

/// A socket that is listened at; it goes with its listener.
#[derive(Debug)]
pub struct Listener {
    socket: UnixListener,
    path: PathBuf,
    file: Option<(u64, u64)>,
}

impl Listener {
    /// Begins to listen. A socket that a server left behind is replaced, one that somebody listens at is not.
    ///
    /// # Errors
    /// When the place is taken or may not be used.
    pub async fn bind(path: &Path) -> io::Result<Self> {
        let socket = socket::listen(path, 0o600).await?;
        Ok(Self { socket, path: path.to_path_buf(), file: file(path) })
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        // Another server may have put its own in this place.
        if self.file.is_some() && self.file == file(&self.path) {
            // One that stays is replaced by the next server.
            let _stays = std::fs::remove_file(&self.path);
        }
    }
}

/// By what the system tells a file from others, whatever its name.
fn file(path: &Path) -> Option<(u64, u64)> {
    std::fs::symlink_metadata(path).ok().map(|found| (found.dev(), found.ino()))
}

/// Takes messages until it is asked to stop; those that have come in whole are decided on and answered. Without a listener it
/// waits until the place is free.
pub async fn run(engine: Engine, place: Place, listener: Option<Listener>, mut stop: watch::Receiver<bool>) {
    let listener = if let Some(listener) = listener {
        listener
    } else {
        tokio::select! {
            biased;
            _ = stop.wait_for(|stop| *stop) => return,
            listener = free(&place.path) => listener,
        }
    };
    let (waiting, ready) = mpsc::channel(TOGETHER);
    let mut deciding = JoinSet::new();
    deciding.spawn(decide::decide(engine.clone(), ready));
    let room = Arc::new(Semaphore::new(ROOM));
    let shared = Arc::new(Shared { engine, installation: place.installation, room, waiting });
    let connections = Arc::new(Semaphore::new(CONNECTIONS));
    let mut sessions = JoinSet::new();
    loop {
        let accepted = tokio::select! {
            biased;
            _ = stop.wait_for(|stop| *stop) => break,
            accepted = listener.socket.accept() => accepted,
        };
        match accepted {
            Ok((stream, _)) => serve(stream, &mut sessions, &connections, &shared, &stop),
            Err(error) => {
                tracing::warn!(%error, "a message could not be handed over");
                sleep(PAUSE).await;
            }
        }
        while sessions.try_join_next().is_some() {}
    }
    drop(listener);
    while sessions.join_next().await.is_some() {}
    // Nobody brings more, so what decides ends as well.
    drop(shared);
    while deciding.join_next().await.is_some() {}
}

/// Listens as soon as nobody else does.
async fn free(path: &Path) -> Listener {
    loop {
        sleep(AGAIN).await;
        if let Ok(listener) = Listener::bind(path).await {
            tracing::info!(path = %path.display(), "the place is free: messages of `mail import` are taken");
            return listener;
        }
    }
}

/// Serves a connection in a task of its own, if there are not too many.
fn serve(
    stream: UnixStream,
    sessions: &mut JoinSet<()>,
    connections: &Arc<Semaphore>,
    shared: &Arc<Shared>,
    stop: &watch::Receiver<bool>,
) {
    if let Err(error) = trust::check_client(&stream) {
        tracing::warn!(%error, "a hand-over of messages was refused");
        return;
    }
    // Dropped otherwise: the other end then takes its messages in by itself, without waiting.
    let Ok(connection) = Arc::clone(connections).try_acquire_owned() else { return };
    let session = session::serve(stream, Arc::clone(shared), stop.clone());
    sessions.spawn(async move {
        if let Err(error) = session.await {
            tracing::debug!(%error, "a hand-over of messages was cut off");
        }
        drop(connection);
    });
}
