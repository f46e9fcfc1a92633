//! `schalter mail import`: what a mail server's pipe calls, and what takes in a directory of old mails.

use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use engine::content::address::plain;
use engine::{Actor, Engine};
use futures::{StreamExt as _, stream};
use mail::inbound::{Prepared, Report};
use tokio::task::JoinError;
use tracing::warn;

use super::output;
use crate::cli::MailImport;
use crate::config::Config;
use crate::failure::Failure;

/// A mail server that accepted a message must get rid of it, so `limits.message` is not asked here; but it is taken apart
/// in memory, and that has an end.
const MOST: u64 = 256 << 20;

/// How many messages are stored and read ahead of those that are decided on, and then decided on together.
const AHEAD: usize = 8;

/// Imports each message, prints a JSON line each, and fails in the end when one must be delivered again.
pub(super) async fn run(config: &Config, asked: MailImport) -> Result<(), Failure> {
    let engine = super::open(config).await?;
    output::worked_on(config);
    // Boxed: what a mail takes on its way is too much for the stack of whoever waits.
    let imported = Box::pin(import_all(&engine, asked)).await;
    engine.close().await;
    match imported? {
        0 => Ok(()),
        failed => Err(Failure::Undelivered(failed)),
    }
}

async fn import_all(engine: &Engine, asked: MailImport) -> Result<usize, Failure> {
    let mailbox = asked.mailbox.as_deref();
    if let Some(address) = mailbox {
        expect_mailbox(engine, address).await?;
    }
    let files = if asked.files.is_empty() { vec![PathBuf::from("-")] } else { asked.files };
    let mut failed = 0;
    let mut reader_left = false;
    // While one is decided on, the next are stored and read; decided is in the order in which they were named.
    let prepared = stream::iter(files).map(|file| tokio::spawn(prepare(engine.clone(), file)));
    let mut prepared = prepared.buffered(AHEAD).ready_chunks(AHEAD);
    while let Some(some) = prepared.next().await {
        for report in Box::pin(take_in(engine, some, mailbox)).await {
            if !report.is_stored() {
                failed += 1;
            }
            let line = serde_json::to_string(&report)
                .map_err(|error| Failure::Refused(format!("cannot print the outcome: {error}")))?;
            // The messages matter more than whoever read the lines: a closed pipe stops no import.
            if !reader_left && let Err(error) = output::line(&line) {
                reader_left = true;
                warn!(error = &error as &dyn std::error::Error, "outcomes are no longer printed");
            }
        }
    }
    Ok(failed)
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
            Ok(Err(Unread::Empty(reason))) => Some(Report::empty(reason)),
            Ok(Err(Unread::Failed(reason))) => Some(Report::failed(reason)),
            Err(error) => Some(Report::failed(format!("its reader stopped: {error}"))),
        });
    }
    let mut taken = mail::inbound::take_in_all(engine, there, mailbox).await.into_iter();
    told.into_iter().filter_map(|told| told.or_else(|| taken.next())).collect()
}

/// Refuses an address that is neither a mailbox nor a queue's: such a message would end up where nobody
/// looks for it. What stands behind a plus sign is not looked at, since the mail server may name the address as it was written.
async fn expect_mailbox(engine: &Engine, address: &str) -> Result<(), Failure> {
    let wanted = plain(address);
    let mailboxes = engine.mailboxes_in_force().await?;
    if mailboxes.iter().any(|mailbox| plain(&mailbox.address) == wanted) {
        return Ok(());
    }
    let queues = engine.queues(&Actor::system()).await?;
    if queues.iter().filter_map(|queue| queue.address.as_deref()).any(|address| plain(address) == wanted) {
        return Ok(());
    }
    let known: Vec<&str> = mailboxes.iter().map(|mailbox| mailbox.address.as_str()).collect();
    let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
    Err(Failure::Refused(format!("--mailbox {address:?} is no mailbox ({known}) and no queue's address")))
}

/// Why there is no message; the reason names the file.
enum Unread {
    /// There is nothing in it, now or later: a mail server that kept it would bring it for ever.
    Empty(String),
    /// It may be there at another attempt.
    Failed(String),
}

/// One message, stored and read.
async fn prepare(engine: Engine, file: PathBuf) -> Result<Prepared, Unread> {
    let read = tokio::task::spawn_blocking(move || read(&file)).await;
    let raw = read.map_err(|error| Unread::Failed(error.to_string()))??;
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
