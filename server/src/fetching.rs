//! Follows the mailboxes that admins add: a fetcher starts, begins anew and stops with what the database says of its mailbox. And
//! tells every fetcher, also those of the configuration, when an admin asks to fetch a mailbox now.
//!
//! The database is asked every few seconds instead of listened to: it is one small query, and nothing can be missed. Which node
//! fetches a mailbox is not decided here: the fetchers of all nodes claim it, and one has it.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use engine::{Causes, Engine, FetchedMailbox, LastingFault, MailboxLogIn};
use mail::inbound::imap::{AskedFor, Endpoint, LogIn, MailboxConfig};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tracing::{info, warn};

/// How often the database is asked.
const LOOK: Duration = Duration::from_secs(2);

/// A fetcher at work, or one that was asked to end.
struct Fetcher {
    mailbox: FetchedMailbox,
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

/// The fetchers by the addresses of their mailboxes.
struct Fetchers {
    engine: Engine,
    message_limit: u64,
    /// Tells fetchers which mailboxes are to be fetched now.
    ask: watch::Sender<AskedFor>,
    running: HashMap<String, Fetcher>,
    /// The mailboxes whose password cannot be read, of which that was said.
    unreadable: HashSet<String>,
}

/// Runs until it is asked to stop; then every fetcher logs out and gives its mailbox back.
pub(crate) async fn run(
    engine: Engine,
    message_limit: u64,
    ask: watch::Sender<AskedFor>,
    mut stop: watch::Receiver<bool>,
) {
    match engine.available(engine.reseal_mailboxes()).await {
        Ok(0) => {}
        Ok(count) => info!(count, "passwords of mailboxes are kept under the new key"),
        Err(error) => warn!(
            error = %Causes(&error),
            "passwords of mailboxes could not be kept under the new key; the next start tries again"
        ),
    }
    let (running, unreadable) = (HashMap::new(), HashSet::new());
    let mut fetchers = Fetchers { engine, message_limit, ask, running, unreadable };
    let unknown = LastingFault::new();
    loop {
        match fetchers.engine.available(fetchers.engine.mailboxes_to_fetch()).await {
            Ok(wanted) => {
                if unknown.goes() {
                    info!("the mailboxes that admins added are looked up again");
                }
                fetchers.follow(wanted);
            }
            // Those that run go on, and complain of the database themselves.
            Err(error) => {
                let error = Causes(&error).to_string();
                if unknown.comes(&error) {
                    warn!(error, "the mailboxes that admins added cannot be looked up");
                }
            }
        }
        fetchers.hear().await;
        tokio::select! {
            () = tokio::time::sleep(LOOK) => {}
            _ = stop.wait_for(|stop| *stop) => break,
        }
    }
    fetchers.end().await;
}

/// How a mailbox that an admin added is fetched; `None`: its password cannot be read, or nobody has signed in for it.
pub(crate) fn added(mailbox: &FetchedMailbox, message_limit: u64) -> Option<MailboxConfig> {
    let log_in = match &mailbox.log_in {
        MailboxLogIn::Password(password) => LogIn::Password(password.reveal().to_owned()),
        MailboxLogIn::Account(account) => LogIn::Token(account.clone()),
        MailboxLogIn::Unreadable | MailboxLogIn::AwaitsSignIn(_) => return None,
    };
    let usual = MailboxConfig::new(&mailbox.address, Endpoint::from(&mailbox.access), "");
    let certificates = mailbox.access.certificates.clone();
    let (place, handling) = (Some(mailbox.access.place()), mailbox.handling.clone());
    Some(MailboxConfig { log_in, message_limit, place, certificates, handling, ..usual })
}

impl Fetchers {
    /// Ends what is not wanted any more as it is, and starts what is not there. What begins anew does so when it has ended.
    fn follow(&mut self, wanted: Vec<FetchedMailbox>) {
        self.running.retain(|_, fetcher| !fetcher.task.is_finished());
        for (address, fetcher) in &self.running {
            let as_it_is = wanted.contains(&fetcher.mailbox);
            if !as_it_is && !fetcher.stop.send_replace(true) {
                info!(mailbox = address, "a mailbox was changed, paused or deleted; its fetcher ends");
            }
        }
        self.unreadable.retain(|known| wanted.iter().any(|one| one.address == *known));
        for mailbox in wanted.into_iter().filter(|one| !one.paused) {
            if !self.running.contains_key(&mailbox.address) {
                self.start(mailbox);
            }
        }
    }

    /// Tells the fetchers what admins ask. While the database is away, nobody can ask.
    async fn hear(&self) {
        if let Ok(now) = self.engine.available(self.engine.mailboxes_asked_for()).await {
            self.ask.send_if_modified(|known| {
                let is_new = *known != now;
                *known = now;
                is_new
            });
        }
    }

    fn start(&mut self, mailbox: FetchedMailbox) {
        let Some(config) = added(&mailbox, self.message_limit) else {
            // Whether somebody has signed in, the next look tells.
            let is_unreadable = mailbox.log_in == MailboxLogIn::Unreadable;
            if is_unreadable && self.unreadable.insert(mailbox.address.clone()) {
                warn!(
                    mailbox = mailbox.address,
                    "the password of a mailbox cannot be decrypted: the key that encrypted it is missing; see secrets.key_file, or enter the password again at /admin/mail"
                );
            }
            return;
        };
        self.unreadable.remove(&mailbox.address);
        let (stop, stopping) = watch::channel(false);
        let config = MailboxConfig { asked_for: Some(self.ask.subscribe()), ..config };
        let task = tokio::spawn(mail::inbound::imap::run(self.engine.clone(), config, stopping));
        self.running.insert(mailbox.address.clone(), Fetcher { mailbox, stop, task });
    }

    async fn end(self) {
        for fetcher in self.running.values() {
            fetcher.stop.send_replace(true);
        }
        for (address, fetcher) in self.running {
            if let Err(error) = fetcher.task.await {
                warn!(mailbox = address, %error, "the fetcher of a mailbox ended badly");
            }
        }
    }
}
