//! `schalter mail import`: what a mail server's pipe calls, and what takes in a directory of old mails. A server that runs on this
//! machine is handed the messages; what it does not answer for is taken in here.

use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use engine::Engine;
use engine::content::quoted;
use futures::future::join_all;
use futures::{StreamExt as _, stream};
use mail::inbound::handover::{Client, LARGEST};
use mail::inbound::{Prepared, Report};
use tokio::task::JoinError;
use tracing::{debug, info, warn};

use super::output;
use crate::cli::MailImport;
use crate::config::Config;
use crate::failure::Failure;

/// A mail server that accepted a message must get rid of it, so `limits.message` is not asked here; but it is taken apart
/// in memory, and that has an end.
const MOST: u64 = LARGEST;

/// How many messages are stored and read ahead of those that are decided on, and then decided on together.
const AHEAD: usize = 8;

/// Imports each message, prints a JSON line each, and fails in the end when one must be delivered again.
pub(super) async fn run(config: &Config, asked: MailImport) -> Result<(), Failure> {
    let mailbox = asked.mailbox.as_deref();
    let files = if asked.files.is_empty() { vec![PathBuf::from("-")] } else { asked.files };
    let messages: Vec<Message> = files.into_iter().map(Message::File).collect();
    let mut outcomes = Outcomes::default();
    let server = running(config).await;
    let worked_on = server.is_some();
    let left = match server {
        Some(server) => {
            output::worked_on(config);
            hand_over(server, messages, mailbox, &mut outcomes).await?
        }
        None => messages,
    };
    if !left.is_empty() {
        if worked_on {
            info!(
                messages = left.len(),
                "the running server did not accept these messages; they are imported here"
            );
        }
        let engine = super::open(config).await?;
        if !worked_on {
            output::worked_on(config);
        }
        // Boxed: what a mail takes on its way is too much for the stack of whoever waits.
        let imported = Box::pin(import_all(&engine, left, mailbox, &mut outcomes)).await;
        engine.close().await;
        imported?;
    }
    match outcomes.failed {
        0 => Ok(()),
        failed => Err(Failure::Undelivered(failed)),
    }
}

/// The server that runs on this machine for this installation, if there is one.
async fn running(config: &Config) -> Option<Client> {
    let Some(place) = config.handover() else {
        debug!(
            "no running server is asked: its socket has no directory on this machine, or its path is too long"
        );
        return None;
    };
    Client::connect(&place.path, &place.installation).await
}

/// Hands messages over to a running server, and answers those that it did not answer for, in their order. Nothing is read
/// ahead of what is handed over, since standard input can be read once.
async fn hand_over(
    mut server: Client,
    messages: Vec<Message>,
    mailbox: Option<&str>,
    outcomes: &mut Outcomes,
) -> Result<Vec<Message>, Failure> {
    let mut messages = messages.into_iter();
    loop {
        let some = join_all(messages.by_ref().take(AHEAD).map(Message::read)).await;
        if some.is_empty() {
            return Ok(Vec::new());
        }
        let there: Vec<&[u8]> = some.iter().filter_map(|read| read.as_deref().ok()).collect();
        let answers = server.hand_over(&there, mailbox).await;
        // Without a first answer nobody has looked at the mailbox yet, and nothing is to be said.
        let mut answered = !answers.is_empty();
        let mut answers = answers.into_iter();
        let mut left = Vec::new();
        for read in some {
            match read {
                Err(unread) if answered => outcomes.report(&unread.report())?,
                Ok(raw) if answered => {
                    if let Some(answer) = answers.next() {
                        outcomes.tell(&answer.line, answer.stored);
                    } else {
                        answered = false;
                        left.push(Message::Read(Ok(raw)));
                    }
                }
                read => left.push(Message::Read(read)),
            }
        }
        if !left.is_empty() {
            left.extend(messages);
            return Ok(left);
        }
    }
}

async fn import_all(
    engine: &Engine,
    messages: Vec<Message>,
    mailbox: Option<&str>,
    outcomes: &mut Outcomes,
) -> Result<(), Failure> {
    if let Some(address) = mailbox {
        expect_mailbox(engine, address).await?;
    }
    // While one is decided on, the next are stored and read; decided is in the order in which they were named.
    let prepared = stream::iter(messages).map(|message| tokio::spawn(prepare(engine.clone(), message)));
    let mut prepared = prepared.buffered(AHEAD).ready_chunks(AHEAD);
    while let Some(some) = prepared.next().await {
        for report in Box::pin(take_in(engine, some, mailbox)).await {
            outcomes.report(&report)?;
        }
    }
    Ok(())
}

/// Takes in what was stored and read, together, and tells of each message what became of it, in their order.
async fn take_in(
    engine: &Engine,
    some: Vec<Result<Result<Prepared, Unread>, JoinError>>,
    mailbox: Option<&str>,
) -> Vec<Report> {
    let (mut there, mut told) = (Vec::new(), Vec::new());
    for one in some {
        told.push(match one {
            Ok(Ok(mail)) => {
                there.push(mail);
                None
            }
            Ok(Err(unread)) => Some(unread.report()),
            Err(error) => Some(Report::failed(format!("reading it failed: {error}"))),
        });
    }
    let mut taken = mail::inbound::take_in_all(engine, there, mailbox).await.into_iter();
    told.into_iter().filter_map(|told| told.or_else(|| taken.next())).collect()
}

/// Refuses an address that is neither a mailbox nor a queue's: such a message would end up where nobody
/// looks for it.
async fn expect_mailbox(engine: &Engine, address: &str) -> Result<(), Failure> {
    if mail::inbound::is_known(engine, address).await? {
        return Ok(());
    }
    let mailboxes = engine.mailboxes_in_force().await?;
    let known: Vec<&str> = mailboxes.iter().map(|mailbox| mailbox.address.as_str()).collect();
    let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
    Err(Failure::Refused(format!(
        "--mailbox {} is neither a mailbox ({known}) nor the address of a queue",
        quoted(address)
    )))
}

/// What became of the messages so far.
#[derive(Debug, Default)]
struct Outcomes {
    failed: usize,
    reader_left: bool,
}

impl Outcomes {
    fn report(&mut self, report: &Report) -> Result<(), Failure> {
        let line = serde_json::to_string(report)
            .map_err(|error| Failure::Refused(format!("cannot print the outcome: {error}")))?;
        self.tell(&line, report.is_stored());
        Ok(())
    }

    /// Prints a line. The messages matter more than whoever read the lines: a closed pipe stops no import.
    fn tell(&mut self, line: &str, stored: bool) {
        if !stored {
            self.failed += 1;
        }
        if !self.reader_left
            && let Err(error) = output::line(line)
        {
            self.reader_left = true;
            warn!(error = %engine::Causes(&error), "outcomes are no longer printed");
        }
    }
}

/// A message that is to be imported.
#[derive(Debug)]
enum Message {
    /// It lies there.
    File(PathBuf),
    /// It was read already, or could not be.
    Read(Result<Vec<u8>, Unread>),
}

/// Why there is no message; the reason names the file.
#[derive(Debug)]
enum Unread {
    /// There is nothing in it, now or later: a mail server that kept it would bring it for ever.
    Empty(String),
    /// It may be there at another attempt.
    Failed(String),
}

impl Unread {
    fn report(self) -> Report {
        match self {
            Self::Empty(reason) => Report::empty(reason),
            Self::Failed(reason) => Report::failed(reason),
        }
    }
}

impl Message {
    /// Its bytes.
    async fn read(self) -> Result<Vec<u8>, Unread> {
        match self {
            Self::Read(read) => read,
            Self::File(file) => {
                let read = tokio::task::spawn_blocking(move || read(&file)).await;
                read.map_err(|error| Unread::Failed(error.to_string()))?
            }
        }
    }
}

/// One message, stored and read.
async fn prepare(engine: Engine, message: Message) -> Result<Prepared, Unread> {
    let raw = message.read().await?;
    Ok(mail::inbound::prepare(&engine, raw).await)
}

/// The bytes of one message.
fn read(file: &Path) -> Result<Vec<u8>, Unread> {
    let mut raw = Vec::new();
    let named = file.display();
    let read = if file == Path::new("-") {
        io::stdin().lock().take(MOST + 1).read_to_end(&mut raw)
    } else {
        std::fs::File::open(file).and_then(|opened| opened.take(MOST + 1).read_to_end(&mut raw))
    };
    match read {
        Err(error) => Err(Unread::Failed(format!("cannot read {named}: {error}"))),
        Ok(_) if raw.len() as u64 > MOST => {
            Err(Unread::Failed(format!("{named} is larger than {} MB", MOST >> 20)))
        }
        Ok(_) if raw.iter().all(u8::is_ascii_whitespace) => Err(Unread::Empty(format!("{named} is empty"))),
        Ok(_) => Ok(raw),
    }
}
