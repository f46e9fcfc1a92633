//! One connection of `mail import`: reads messages, has them prepared side by side, and answers in their order.

use std::{io, pin::pin, sync::Arc, time::Duration};

use engine::Engine;
use futures::{StreamExt as _, stream};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    net::{UnixStream, unix::OwnedReadHalf},
    sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot, watch},
    task::JoinError,
    time::timeout,
};

use super::{
    LARGEST,
    decide::Waiting,
    protocol::{self, Answer, Greeting, Head},
};
use crate::inbound::{Prepared, is_known, prepare};

/// How many messages of one connection are on their way at a time.
const AHEAD: usize = 8;
/// A connection that says nothing, takes no answer, or does not get on with a message for so long ends.
const SILENCE: Duration = Duration::from_mins(1);

const STOPPING: Declined = Declined("the server stops");

/// What all connections share.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) engine: Engine,
    pub(super) installation: String,
    /// The bytes of messages that may be held at a time, over all connections.
    pub(super) room: Arc<Semaphore>,
    /// To what decides.
    pub(super) waiting: mpsc::Sender<Waiting>,
}

/// A message as it came.
#[derive(Debug)]
struct Message {
    raw: Vec<u8>,
    mailbox: Option<String>,
    room: OwnedSemaphorePermit,
}

/// A message that is stored and read.
#[derive(Debug)]
struct Ready {
    prepared: Prepared,
    mailbox: Option<String>,
    room: OwnedSemaphorePermit,
}

/// Why a message is not taken. A type of its own: a reference in what the stream below carries keeps its task from being
/// known to be `Send` (rust-lang/rust#102211).
#[derive(Debug, Clone, Copy)]
struct Declined(&'static str);

/// Serves a connection to its end; from the moment the server stops, only what has come in whole is answered.
///
/// # Errors
/// When the other end is gone or does not take its answers.
pub(super) async fn serve(
    stream: UnixStream,
    shared: Arc<Shared>,
    mut stop: watch::Receiver<bool>,
) -> io::Result<()> {
    let (reader, mut writer) = stream.into_split();
    let greeting = protocol::written(&Greeting::of(&shared.installation))?;
    timeout(SILENCE, writer.write_all(&greeting)).await??;
    let stopped = async move { drop(stop.wait_for(|stop| *stop).await) };
    let (engine, waiting) = (shared.engine.clone(), shared.waiting.clone());
    let incoming = Incoming { reader: BufReader::new(reader), shared, known: None };
    let answers = stream::unfold(Some(incoming), next)
        .take_until(Box::pin(stopped))
        // In a task of its own, so that it goes on while an answer is written.
        .map(move |message| tokio::spawn(ready(engine.clone(), message)))
        .buffered(AHEAD)
        .then(move |ready| hand_in(waiting.clone(), ready))
        .buffered(AHEAD);
    let mut answers = pin!(answers);
    while let Some(answer) = answers.next().await {
        // Nobody is left who decides.
        let answer = answer.unwrap_or(Answer::Declined { declined: STOPPING.0 });
        timeout(SILENCE, writer.write_all(&protocol::written(&answer)?)).await??;
        if matches!(answer, Answer::Declined { .. }) {
            break;
        }
    }
    writer.shutdown().await
}

/// The next of what comes over a connection, up to its end or to the first message that is not taken.
async fn next(state: Option<Incoming>) -> Option<(Result<Message, Declined>, Option<Incoming>)> {
    let mut incoming = state?;
    match incoming.message().await {
        Ok(Some(message)) => Some((Ok(message), Some(incoming))),
        Ok(None) => None,
        Err(declined) => Some((Err(declined), None)),
    }
}

/// Stores and reads a message.
async fn ready(engine: Engine, message: Result<Message, Declined>) -> Result<Ready, Declined> {
    let Message { raw, mailbox, room } = message?;
    let prepared = prepare(&engine, raw).await;
    Ok(Ready { prepared, mailbox, room })
}

/// Puts a message into the row of those that are decided on; what is answered will tell.
async fn hand_in(
    waiting: mpsc::Sender<Waiting>,
    ready: Result<Result<Ready, Declined>, JoinError>,
) -> oneshot::Receiver<Answer> {
    let (answer, answered) = oneshot::channel();
    let declined = match ready {
        Ok(Ok(Ready { prepared, mailbox, room })) => {
            // If nobody takes it any more, its answer is lost with it.
            let _gone = waiting.send(Waiting { prepared, mailbox, room, answer }).await;
            return answered;
        }
        Ok(Err(declined)) => declined,
        Err(error) => {
            tracing::error!(%error, "what reads a message stopped");
            Declined("its reader stopped")
        }
    };
    // The other end is in our hands.
    let _sent = answer.send(Answer::Declined { declined: declined.0 });
    answered
}

/// The messages of a connection.
#[derive(Debug)]
struct Incoming {
    reader: BufReader<OwnedReadHalf>,
    shared: Arc<Shared>,
    /// The mailbox that was found to be one, so that it is looked up once.
    known: Option<String>,
}

impl Incoming {
    /// The next message; `None` where the connection ends.
    async fn message(&mut self) -> Result<Option<Message>, Declined> {
        let Ok(line) = timeout(SILENCE, protocol::line(&mut self.reader, protocol::SHORT)).await else {
            return Ok(None);
        };
        let Some(line) = line.map_err(|_| Declined("the head cannot be read"))? else { return Ok(None) };
        let Head { length, mailbox } =
            protocol::parsed(&line).map_err(|_| Declined("the head is invalid"))?;
        if length > LARGEST {
            return Err(Declined("the message is too large"));
        }
        if let Some(address) = &mailbox {
            self.expect_mailbox(address).await?;
        }
        let bytes = u32::try_from(length).map_err(|_| Declined("the message is too large"))?;
        let room = Arc::clone(&self.shared.room).acquire_many_owned(bytes).await.map_err(|_| STOPPING)?;
        let mut raw =
            Vec::with_capacity(usize::try_from(length).map_err(|_| Declined("the message is too large"))?);
        match timeout(SILENCE, (&mut self.reader).take(length).read_to_end(&mut raw)).await {
            Ok(Ok(_)) if raw.len() as u64 == length => Ok(Some(Message { raw, mailbox, room })),
            Ok(_) => Ok(None),
            Err(_elapsed) => Err(Declined("the message took too long")),
        }
    }

    /// What the other end does by itself then tells which mailboxes there are.
    async fn expect_mailbox(&mut self, address: &str) -> Result<(), Declined> {
        if self.known.as_deref() == Some(address) {
            return Ok(());
        }
        match self.shared.engine.available(is_known(&self.shared.engine, address)).await {
            Ok(true) => {
                self.known = Some(address.to_owned());
                Ok(())
            }
            Ok(false) => Err(Declined("the mailbox is unknown")),
            Err(error) => {
                tracing::warn!(error = %engine::Causes(&error), "mailboxes cannot be looked up");
                Err(Declined("mailboxes cannot be looked up"))
            }
        }
    }
}
