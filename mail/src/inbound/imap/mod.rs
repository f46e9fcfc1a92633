//! Fetches a mailbox over IMAP for as long as the program runs.
//!
//! [`run`] claims the mailbox in the database, so that one node of several fetches, and renews the claim. [`endpoint`]
//! reads the address in the configuration, [`connect`] opens the connection, [`list`] finds and [`fetch`] takes in what is new, one mail
//! after the other, [`idle`] waits for more, [`backoff`] says how long to wait after a fault, and a [`call`] ends either wait.
//!
//! A mail is flagged `\Seen`, moved or deleted ([`filing`]), and the cursor (UIDVALIDITY and UID) moves, only when the engine has it. A
//! crash in between fetches it again, and the ledger knows it; a mail that is to leave the folder holds the cursor until it has left.

pub mod backoff;
mod bounded;
mod call;
mod check;
mod connect;
pub mod endpoint;
mod error;
mod fetch;
mod filing;
pub mod folder_name;
mod folders;
mod idle;
mod keepalive;
mod list;
mod oversize;
mod progress;
mod sasl;
mod tester;
mod tries;

use std::panic::AssertUnwindSafe;
use std::path::PathBuf;
use std::time::Duration;

use engine::{Causes, Engine, LastingFault, MailAccount, MailboxHandling};
use futures::FutureExt as _;
use tokio::sync::watch;

use self::call::Call;
use self::tries::Tries;

pub use call::AskedFor;
pub use check::{Checked, check};
pub use endpoint::Endpoint;
pub use error::{Error, sentence};
pub use tester::Tester;

/// So long a claim holds when the node that has it dies.
const LEASE: Duration = Duration::from_mins(2);

/// So often a claim is renewed.
const RENEW: Duration = Duration::from_secs(30);

/// How often a node looks whether a mailbox that another one has became free.
const LOOK: Duration = Duration::from_secs(5);
/// How long to wait after a fault of the database or the disk.
const OURS: Duration = Duration::from_secs(5);

/// How to log in to a mailbox.
#[derive(Clone, PartialEq, Eq)]
pub enum LogIn {
    /// By a password.
    Password(String),
    /// By a token that a provider grants for this account.
    Token(MailAccount),
}

impl<T: Into<String>> From<T> for LogIn {
    fn from(password: T) -> Self {
        Self::Password(password.into())
    }
}

impl std::fmt::Debug for LogIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Password(_) => f.write_str("Password(…)"),
            Self::Token(account) => f.debug_tuple("Token").field(account).finish(),
        }
    }
}

/// A mailbox to fetch.
#[derive(Clone)]
pub struct MailboxConfig {
    /// The address whose mail arrives in it; also the name of its cursor in the database.
    pub address: String,
    /// Where it is.
    pub endpoint: Endpoint,
    /// How to log in.
    pub log_in: LogIn,
    /// A file of PEM certificates to trust besides those of the system.
    pub ca_file: Option<PathBuf>,
    /// Further certificates to trust, in PEM.
    pub certificates: Option<String>,
    /// How often to look when the server cannot tell by itself (no IDLE).
    pub poll: Duration,
    /// How long the server may say nothing while it lists or hands out mails.
    pub silence: Duration,
    /// Larger mails, in bytes as they were sent, are not fetched whole.
    pub message_limit: u64,
    /// What becomes of the mails in it.
    pub handling: MailboxHandling,
    /// What is noted with how far it was read, so that this does not count elsewhere; `None`: nothing.
    pub place: Option<String>,
    /// How many bytes are read of a connection at most; `None`: as many as come.
    pub read_limit: Option<usize>,
    /// Which mailboxes admins ask to fetch now; `None`: nobody tells.
    pub asked_for: Option<watch::Receiver<AskedFor>>,
}

impl std::fmt::Debug for MailboxConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MailboxConfig")
            .field("address", &self.address)
            .field("endpoint", &self.endpoint)
            .field("ca_file", &self.ca_file)
            .finish_non_exhaustive()
    }
}

impl MailboxConfig {
    /// A mailbox with the usual limits.
    #[must_use]
    pub fn new(address: impl Into<String>, endpoint: Endpoint, log_in: impl Into<LogIn>) -> Self {
        Self {
            address: address.into(),
            endpoint,
            log_in: log_in.into(),
            ca_file: None,
            certificates: None,
            poll: Duration::from_mins(1),
            silence: Duration::from_mins(1),
            // Base64 makes a mail a third larger than its files.
            message_limit: 70 * 1024 * 1024,
            handling: MailboxHandling::default(),
            place: None,
            read_limit: None,
            asked_for: None,
        }
    }
}

/// Why a session with the server ended without a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ended {
    /// The program stops.
    Stopped,
    /// Another node has the mailbox now.
    ClaimLost,
}

/// What ends a wait.
struct Signals {
    stop: watch::Receiver<bool>,
    call: Call,
}

/// Fetches the mailbox until `stop` becomes true. Faults are noted with the mailbox, logged, and tried again.
pub async fn run(engine: Engine, config: MailboxConfig, stop: watch::Receiver<bool>) {
    let mut signals = Signals { stop, call: Call::of(&config) };
    let mut faults = 0;
    let mut tries = Tries::default();
    // Why somebody has to sign in at the provider, once that was noted.
    let mut awaited = None;
    let told = LastingFault::new();
    while !*signals.stop.borrow() {
        // Boxed: what a mail takes on its way would make this task large while it only waits.
        let turn = Box::pin(turn(&engine, &config, &mut signals, &mut faults, &mut tries));
        // What reads the answers of servers panics on some (`INTERNALDATE NIL`); that must not end the fetching.
        let turn = AssertUnwindSafe(turn).catch_unwind().await;
        match turn.unwrap_or(Err(Error::Unreadable)) {
            Ok(Some(Ended::Stopped)) => break,
            Ok(Some(Ended::ClaimLost) | None) => {
                awaited = None;
                signals.call.leave();
                pause(LOOK, &mut signals).await;
            }
            Err(error) if error.awaits_sign_in() => {
                // Nothing is asked of the provider; whether somebody has signed in, the database knows.
                let words = sentence(&error);
                if awaited.as_ref() != Some(&words) || signals.call.is_open() {
                    note(&engine, &config, (&error, &told), LOOK).await;
                    awaited = Some(words);
                }
                signals.call.answer(&engine).await;
                pause(LOOK, &mut signals).await;
            }
            Err(error) => {
                awaited = None;
                let wait = wait(&error, &config, &mut faults);
                note(&engine, &config, (&error, &told), wait).await;
                signals.call.answer(&engine).await;
                pause(wait, &mut signals).await;
            }
        }
    }
    if let Err(error) = engine.release_mailbox(&config.address).await {
        tracing::warn!(
            mailbox = config.address,
            error = %Causes(&error),
            "could not give a mailbox back"
        );
    }
}

/// How long to wait after a fault.
fn wait(error: &Error, config: &MailboxConfig, faults: &mut u32) -> Duration {
    // A fault of ours says nothing about the server: fetching goes on soon after it has passed.
    if error.is_ours() {
        return OURS;
    }
    *faults = faults.saturating_add(1);
    let wait = backoff::delay(*faults - 1, &config.address, error.is_refusal());
    // Who looks often tries again soon, but shows no password that was refused.
    let soon = config.poll.saturating_mul(1 << (*faults).min(16));
    if error.is_refusal() { wait } else { wait.min(soon) }
}

/// One claim and one session. `None`: another node has the mailbox.
async fn turn(
    engine: &Engine,
    config: &MailboxConfig,
    signals: &mut Signals,
    faults: &mut u32,
    tries: &mut Tries,
) -> Result<Option<Ended>, Error> {
    if !engine.available(engine.claim_mailbox(&config.address, LEASE)).await? {
        return Ok(None);
    }
    if let Some(place) = &config.place {
        let place = config.handling.place(place);
        engine.available(engine.mailbox_is_at(&config.address, &place)).await?;
    }
    let connected = tokio::select! {
        connected = connect::session(engine, config) => connected?,
        () = stopped(&mut signals.stop) => return Ok(Some(Ended::Stopped)),
    };
    tracing::info!(mailbox = config.address, server = %config.endpoint, "logged in to a mailbox");
    idle::serve(engine, config, connected, signals, faults, tries).await.map(Some)
}

async fn note(
    engine: &Engine,
    config: &MailboxConfig,
    (error, told): (&Error, &LastingFault),
    wait: Duration,
) {
    let sentence = sentence(error);
    let is_new = told.comes(&sentence);
    let what = if error.is_of_filing() {
        "the mails of a mailbox are taken in, but stay in its folder"
    } else {
        "fetching a mailbox failed"
    };
    if is_new {
        tracing::warn!(mailbox = config.address, server = %config.endpoint, retry_in = ?wait, "{what}: {sentence}");
    }
    if let Err(error) = engine.mailbox_failed(&config.address, error.fault(), &sentence).await
        && is_new
    {
        tracing::warn!(
            mailbox = config.address,
            error = %Causes(&error),
            "could not note the fault"
        );
    }
}

/// Returns when the program stops.
async fn stopped(stop: &mut watch::Receiver<bool>) {
    // A sender that is gone stops as well.
    let _ = stop.wait_for(|stop| *stop).await;
}

/// Waits so long, or until something happens; whether somebody asked to go on at once.
async fn pause(time: Duration, signals: &mut Signals) -> bool {
    tokio::select! {
        () = tokio::time::sleep(time) => false,
        () = stopped(&mut signals.stop) => false,
        () = signals.call.comes() => true,
    }
}
