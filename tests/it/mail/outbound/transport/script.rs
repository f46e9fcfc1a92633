//! A mail server that says what the test wants it to say, and notes what it hears.

use std::pin::Pin;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt as _, AsyncRead, AsyncWrite, AsyncWriteExt as _, BufReader};
use tokio::net::TcpListener;
use tokio::task::AbortHandle;
use tokio_rustls::TlsAcceptor;

trait Line: AsyncRead + AsyncWrite + Send {}
impl<T: AsyncRead + AsyncWrite + Send> Line for T {}

/// What the server answers to a line; `None` lets the client wait for ever. The empty line stands for the connection
/// itself, `.` for the end of a mail.
type Answers = dyn Fn(&str) -> Option<String> + Send + Sync;

/// A running server.
pub(super) struct Script {
    pub(super) port: u16,
    heard: Arc<Mutex<Vec<String>>>,
    task: AbortHandle,
}

impl Script {
    pub(super) async fn start(
        answers: impl Fn(&str) -> Option<&'static str> + Send + Sync + 'static,
    ) -> Self {
        Self::with_tls(None, answers).await
    }

    /// With an acceptor, `STARTTLS` works.
    pub(super) async fn with_tls(
        acceptor: Option<TlsAcceptor>,
        answers: impl Fn(&str) -> Option<&'static str> + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let heard = Arc::new(Mutex::new(Vec::new()));
        let (notes, answers): (_, Arc<Answers>) =
            (Arc::clone(&heard), Arc::new(move |line: &str| answers(line).map(str::to_owned)));
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                notes.lock().unwrap().push(String::new());
                let (notes, answers, acceptor) = (Arc::clone(&notes), Arc::clone(&answers), acceptor.clone());
                tokio::spawn(async move { converse(Box::pin(stream), acceptor, &*answers, &notes).await });
            }
        });
        Self { port, heard, task: task.abort_handle() }
    }

    /// Every line, the connections as empty ones, without the mails themselves.
    pub(super) fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap().clone()
    }
}

impl Drop for Script {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// What a friendly server answers.
#[expect(clippy::unnecessary_wraps, reason = "a script answers nothing where it wants to be waited for")]
pub(super) fn friendly(line: &str) -> Option<&'static str> {
    Some(match line.get(..4).unwrap_or(line) {
        "" => "220 hello",
        "EHLO" => "250-localhost\r\n250-AUTH PLAIN LOGIN\r\n250 8BITMIME",
        "DATA" => "354 go on",
        "QUIT" => "221 bye",
        "AUTH" => "235 welcome",
        _ => "250 ok",
    })
}

async fn converse(
    stream: Pin<Box<dyn Line>>,
    acceptor: Option<TlsAcceptor>,
    answers: &Answers,
    heard: &Mutex<Vec<String>>,
) -> Option<()> {
    let mut stream = BufReader::new(stream);
    say(&mut stream, &answers("")?).await?;
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).await.ok().filter(|read| *read > 0)?;
        let line = line.trim_end().to_owned();
        heard.lock().unwrap().push(line.clone());
        say(&mut stream, &answers(&line)?).await?;
        match (line.as_str(), &acceptor) {
            ("STARTTLS", Some(acceptor)) => {
                let secure = acceptor.accept(stream.into_inner()).await.ok()?;
                stream = BufReader::new(Box::pin(secure));
            }
            ("DATA", _) => {
                skip_mail(&mut stream).await?;
                heard.lock().unwrap().push(".".to_owned());
                say(&mut stream, &answers(".")?).await?;
            }
            _ => {}
        }
    }
}

async fn skip_mail(stream: &mut BufReader<Pin<Box<dyn Line>>>) -> Option<()> {
    loop {
        let mut line = Vec::new();
        stream.read_until(b'\n', &mut line).await.ok().filter(|read| *read > 0)?;
        if line == b".\r\n" {
            return Some(());
        }
    }
}

async fn say(stream: &mut BufReader<Pin<Box<dyn Line>>>, answer: &str) -> Option<()> {
    stream.write_all(format!("{answer}\r\n").as_bytes()).await.ok()?;
    stream.flush().await.ok()
}
