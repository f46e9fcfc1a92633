//! An SMTP server that takes every letter and keeps none, so that letters leave as in earnest and cost us little.

use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
    task::AbortHandle,
};

/// A running sink.
#[derive(Debug)]
pub(crate) struct Sink {
    port: u16,
    task: AbortHandle,
}

impl Sink {
    /// Starts one on a free port.
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("it is bound").port();
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                // A line that breaks ends the conversation.
                tokio::spawn(async move { converse(stream).await.ok() });
            }
        });
        Self { port, task: task.abort_handle() }
    }

    /// The address as the configuration takes it.
    pub(crate) fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn converse(mut stream: TcpStream) -> std::io::Result<()> {
    let (read, mut write) = stream.split();
    let mut lines = BufReader::new(read);
    let (mut line, mut in_data) = (Vec::new(), false);
    write.write_all(b"220 localhost ready\r\n").await?;
    while {
        line.clear();
        lines.read_until(b'\n', &mut line).await? > 0
    } {
        let reply: &[u8] = match (in_data, line.get(..4)) {
            (true, _) if line == b".\r\n" => {
                in_data = false;
                b"250 kept\r\n"
            }
            (true, _) => continue,
            (false, Some(b"DATA")) => {
                in_data = true;
                b"354 go on\r\n"
            }
            (false, Some(b"EHLO")) => b"250-localhost\r\n250 8BITMIME\r\n",
            (false, Some(b"QUIT")) => return write.write_all(b"221 bye\r\n").await,
            (false, _) => b"250 ok\r\n",
        };
        write.write_all(reply).await?;
    }
    Ok(())
}
