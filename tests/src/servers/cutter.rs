//! A proxy between a client and PostgreSQL that breaks the connection in the middle of a commit.

use std::sync::{
    Arc,
    atomic::{AtomicU8, Ordering},
};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};

/// When the next connection that commits is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Cut {
    /// Never.
    Never = 0,
    /// Before the server hears of the commit.
    Before = 1,
    /// After the server got it, before it answers.
    After = 2,
}

/// The proxy; it ends with the test's runtime.
#[derive(Debug)]
pub struct Cutter {
    port: u16,
    cut: Arc<AtomicU8>,
}

impl Cutter {
    /// Listens for connections to the server at this port.
    pub async fn start(server: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("it is bound").port();
        let cut = Arc::new(AtomicU8::new(Cut::Never as u8));
        let order = Arc::clone(&cut);
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(pass(client, server, Arc::clone(&order)));
            }
        });
        Self { port, cut }
    }

    /// Where it listens.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// Breaks the next connection that commits, once.
    pub fn cut(&self, when: Cut) {
        self.cut.store(when as u8, Ordering::SeqCst);
    }
}

async fn pass(mut client: TcpStream, server: u16, order: Arc<AtomicU8>) {
    let Ok(mut server) = TcpStream::connect(("127.0.0.1", server)).await else { return };
    let (mut question, mut answer) = (vec![0; 64 << 10], vec![0; 64 << 10]);
    loop {
        tokio::select! {
            read = client.read(&mut question) => {
                let Some(bytes) = read.ok().and_then(|size| question.get(..size)) else { return };
                let commits = bytes.windows(6).any(|word| word == b"COMMIT");
                let cut = if commits { order.swap(Cut::Never as u8, Ordering::SeqCst) } else { 0 };
                if bytes.is_empty() || cut == Cut::Before as u8 || server.write_all(bytes).await.is_err() {
                    return;
                }
                if cut == Cut::After as u8 {
                    // The server answers when it is done; its answer goes nowhere.
                    let _ = server.read(&mut answer).await;
                    return;
                }
            }
            read = server.read(&mut answer) => {
                let Some(bytes) = read.ok().and_then(|size| answer.get(..size)) else { return };
                if bytes.is_empty() || client.write_all(bytes).await.is_err() {
                    return;
                }
            }
        }
    }
}
