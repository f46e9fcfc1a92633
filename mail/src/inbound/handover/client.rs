//! The end of `mail import`: finds a running server and hands messages over to it.

use std::{io, path::Path, pin::pin, time::Duration};

use futures::future::{Either, select};
use tokio::{
    io::{AsyncWriteExt as _, BufReader},
    net::{
        UnixStream,
        unix::{OwnedReadHalf, OwnedWriteHalf},
    },
    time::timeout,
};

use super::{
    protocol::{self, Greeting, Head},
    trust,
};

/// A server that is there says so at once; one that hangs must not keep the mail server's pipe.
const GREETING: Duration = Duration::from_secs(5);
/// How long an answer is waited for, more than a large message behind many others takes. Who waits in vain takes the message
/// in by itself: the ledger knows it if the server has taken it as well.
const PATIENCE: Duration = Duration::from_mins(2);
/// A report holds the text of its message, escaped.
const ANSWER: u64 = 8 * super::LARGEST;

/// A connection to a running server of this version, which works on the same installation.
#[derive(Debug)]
pub struct Client {
    reader: BufReader<OwnedReadHalf>,
    writer: OwnedWriteHalf,
}

/// What a server made of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// The [`Report`](crate::inbound::Report), as it is printed.
    pub line: String,
    /// Whether the message is settled; if not, it must be tried again.
    pub stored: bool,
}

impl Client {
    /// Connects; `None` where nobody listens who takes messages of this installation.
    pub async fn connect(path: &Path, installation: &str) -> Option<Self> {
        let at = path.display();
        match timeout(GREETING, Self::greeted(path, installation)).await {
            Ok(Ok(client)) => Some(client),
            Ok(Err(error)) => {
                tracing::debug!(path = %at, %error, "no running server takes messages");
                None
            }
            Err(_elapsed) => {
                tracing::debug!(path = %at, "the running server did not answer in time");
                None
            }
        }
    }

    async fn greeted(path: &Path, installation: &str) -> io::Result<Self> {
        let stream = UnixStream::connect(path).await?;
        if let Err(error) = trust::check_server(&stream, path) {
            tracing::warn!(%error, path = %path.display(), "messages are not handed over: another user listens at the socket");
            return Err(error);
        }
        let (reader, writer) = stream.into_split();
        let mut reader = BufReader::new(reader);
        let greeting = protocol::line(&mut reader, protocol::SHORT).await?;
        let greeting = greeting.ok_or(io::ErrorKind::UnexpectedEof)?;
        if protocol::parsed::<Greeting>(&greeting)? != Greeting::of(installation) {
            let why = "the server has another version or works on another installation";
            return Err(io::Error::new(io::ErrorKind::Unsupported, why));
        }
        Ok(Self { reader, writer })
    }

    /// Hands messages over, and answers what became of them, in their order. Of those that are missing in the answer nothing is
    /// known: they are to be taken in by whoever has them, and the connection is not to be used again.
    pub async fn hand_over(&mut self, messages: &[&[u8]], mailbox: Option<&str>) -> Vec<Answered> {
        let Self { reader, writer } = self;
        let write = async move {
            for message in messages {
                let head = Head { length: message.len() as u64, mailbox: mailbox.map(str::to_owned) };
                writer.write_all(&protocol::written(&head)?).await?;
                writer.write_all(message).await?;
            }
            io::Result::Ok(())
        };
        let read = async move {
            let mut answers = Vec::with_capacity(messages.len());
            while answers.len() < messages.len() {
                match timeout(PATIENCE, answer(reader)).await {
                    Ok(Ok(Some(answer))) => answers.push(answer),
                    Ok(Ok(None)) => break,
                    Ok(Err(error)) => {
                        tracing::debug!(%error, "the running server went away");
                        break;
                    }
                    Err(_elapsed) => {
                        tracing::debug!("the running server gave no answer");
                        break;
                    }
                }
            }
            answers
        };
        match select(pin!(read), pin!(write)).await {
            Either::Left((answers, _writing)) => answers,
            // Also where not everything could be written: what was written before may have an answer.
            Either::Right((_written, read)) => read.await,
        }
    }
}

/// The next answer; `None` where the server takes no more.
async fn answer(reader: &mut BufReader<OwnedReadHalf>) -> io::Result<Option<Answered>> {
    let Some(line) = protocol::line(reader, ANSWER).await? else { return Ok(None) };
    let Some(stored) = protocol::stored(&line) else {
        tracing::debug!(answer = %String::from_utf8_lossy(&line), "the running server did not take a message");
        return Ok(None);
    };
    let line = String::from_utf8(line).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?;
    Ok(Some(Answered { line, stored }))
}
