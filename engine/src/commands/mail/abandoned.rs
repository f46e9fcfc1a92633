//! Frees the mailboxes that a process held which was killed, where nobody else can hold them.

use crate::{
    engine::Engine,
    error::Result,
    policy,
    store::{Work, mailbox_places},
};

impl Engine {
    /// Gives back the mailboxes of an earlier run that had no time to do so. For the start of the one server on a SQLite
    /// database; with PostgreSQL there may be other servers, so nothing happens and the claims run out by themselves.
    ///
    /// # Errors
    /// Internal, when the database fails.
    pub async fn release_abandoned_mailboxes(&self) -> Result<()> {
        if self.database().is_postgres() {
            return Ok(());
        }
        let work = Work::begin(self).await?;
        mailbox_places::release_others(&work, self.node()).await?;
        work.commit(policy::housekeeping(), Vec::new()).await
    }
}
