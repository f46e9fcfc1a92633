//! Tells in the log and to the engine how far a mailbox with many mails is taken in.

use engine::{Engine, MailboxProgress};

/// Fewer mails are taken in before anybody asks.
const MANY: u64 = 50;

/// How often it is told, in mails.
const OFTEN: u64 = 50;

/// How far the mails of one look were taken in.
pub(super) struct Progress<'m> {
    engine: &'m Engine,
    mailbox: &'m str,
    done: u64,
    total: u64,
    /// How many were told of.
    told: Option<u64>,
    /// Whether an earlier session may have told of its own, and not have come to an end.
    stale: bool,
}

impl<'m> Progress<'m> {
    /// Of so many mails that are to be taken in; `stale`: an earlier session may have told of its own, and not have come to an end.
    pub(super) const fn of(engine: &'m Engine, mailbox: &'m str, total: usize, stale: bool) -> Self {
        Self { engine, mailbox, done: 0, total: total as u64, told: None, stale }
    }

    /// Tells, if there are many and some time has passed.
    pub(super) async fn tell(&mut self) {
        let Self { done, total, told, .. } = *self;
        if total < MANY || told.is_some_and(|told| done < told + OFTEN) {
            return;
        }
        self.told = Some(done);
        tracing::info!(mailbox = self.mailbox, done, total, "taking in the mails of a mailbox");
        self.note(Some(MailboxProgress { done, total })).await;
    }

    /// So many more were taken in.
    pub(super) const fn more(&mut self, mails: usize) {
        self.done += mails as u64;
    }

    /// All were taken in.
    pub(super) async fn end(self) {
        if self.told.is_some() {
            tracing::info!(
                mailbox = self.mailbox,
                total = self.total,
                "all mails of a mailbox were taken in"
            );
        }
        if self.told.is_some() || self.stale {
            self.note(None).await;
        }
    }

    async fn note(&self, progress: Option<MailboxProgress>) {
        let noted = self.engine.available(self.engine.mailbox_progress(self.mailbox, progress)).await;
        if let Err(error) = noted {
            tracing::warn!(
                mailbox = self.mailbox,
                error = %engine::Causes(&error),
                "could not note how far a mailbox was taken in"
            );
        }
    }
}
