//! Keeps passwords of mailboxes under the key that is used now, so that the one before can go.

use crate::{
    engine::Engine,
    error::Result,
    policy,
    store::{Work, mailbox_definitions},
};

impl Engine {
    /// Seals passwords of mailboxes anew that an older key still opens, and says how many; for the start of a server.
    ///
    /// # Errors
    /// Internal, when the database fails.
    pub async fn reseal_mailboxes(&self) -> Result<usize> {
        let Some(keys) = self.keys() else { return Ok(0) };
        let work = Work::begin(self).await?;
        let mut resealed = 0;
        for row in mailbox_definitions::all(work.tx()).await? {
            let Some(sealed) = row.password.as_ref().filter(|sealed| keys.is_old(sealed)) else { continue };
            let Some(password) = mailbox_definitions::password(self, &row) else { continue };
            let anew = mailbox_definitions::sealed(self, row.id.into(), &password)?;
            // Unless somebody has meanwhile entered another one.
            let done = mailbox_definitions::put_password(&work, row.id, sealed, anew).await?;
            resealed += usize::try_from(done).unwrap_or_default();
        }
        work.commit(policy::housekeeping(), Vec::new()).await?;
        Ok(resealed)
    }
}
