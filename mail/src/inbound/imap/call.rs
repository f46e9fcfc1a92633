//! What admins ask of a fetcher: to look now, whatever it waits for.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use engine::Engine;
use tokio::sync::watch;

use super::MailboxConfig;

/// The mailboxes that are to be fetched now, by name, and when that was asked: see
/// [`Engine::mailboxes_asked_for`](engine::Engine::mailboxes_asked_for).
pub type AskedFor = BTreeMap<String, DateTime<Utc>>;

/// What one fetcher hears of that.
pub(super) struct Call {
    mailbox: String,
    asked_for: Option<watch::Receiver<AskedFor>>,
    /// The last that was heard.
    heard: Option<DateTime<Utc>>,
    /// The same, until it is answered.
    open: Option<DateTime<Utc>>,
}

impl Call {
    pub(super) fn of(config: &MailboxConfig) -> Self {
        let (mailbox, asked_for) = (config.address.clone(), config.asked_for.clone());
        Self { mailbox, asked_for, heard: None, open: None }
    }

    /// Returns when somebody asks anew. Nothing is lost when it is dropped before.
    pub(super) async fn comes(&mut self) {
        let Self { mailbox, asked_for, heard, open } = self;
        if let Some(asked_for) = asked_for {
            let is_new =
                |asked: &AskedFor| asked.get(mailbox).is_some_and(|at| heard.is_none_or(|heard| *at > heard));
            if let Ok(asked) = asked_for.wait_for(is_new).await {
                *heard = asked.get(mailbox).copied();
                *open = *heard;
                return;
            }
        }
        // Nobody can ask, or nobody can any more.
        std::future::pending::<()>().await;
    }

    /// Whether somebody waits for what comes of it.
    pub(super) const fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Leaves it to the node that has the mailbox.
    pub(super) const fn leave(&mut self) {
        self.open = None;
    }

    /// Notes that the mailbox was looked at, or why not.
    pub(super) async fn answer(&mut self, engine: &Engine) {
        let Some(asked_at) = self.open.take() else { return };
        if let Err(error) = engine.available(engine.mailbox_answered(&self.mailbox, asked_at)).await {
            tracing::warn!(
                mailbox = self.mailbox,
                error = %engine::Causes(&error),
                "could not note that a mailbox was fetched as an admin asked"
            );
        }
    }
}
