//! Deletes a mailbox that an admin added.

use super::{accounts::forget_unused, changes::changes};
use crate::{
    actor::Actor,
    engine::Engine,
    error::Result,
    model::{Audited, MailboxId},
    policy::Action,
    store::{Work, audit, former_mailboxes, mailbox_definitions, queues},
};

impl Engine {
    /// Deletes a mailbox, with its password or the tokens that nothing else uses, and how far it was read; for admins. Whoever
    /// fetches it stops soon after. The mails in it stay on their server, and the tickets here. Its address becomes nobody's by a
    /// mail that names it.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`]; [`crate::Error::Forbidden`].
    pub async fn delete_mailbox(&self, actor: &Actor, id: MailboxId) -> Result<()> {
        let permit = self.permit(actor, Action::ManageHouse, None)?;
        let work = Work::begin(self).await?;
        let before = mailbox_definitions::lock(&work, id).await?;
        let queue = queues::find(work.tx(), before.queue_id.into()).await?;
        mailbox_definitions::remove(&work, id).await?;
        former_mailboxes::remember(&work, &before.address).await?;
        if !self.settings().mail.is_configured(&before.address) {
            mailbox_definitions::forget_place(&work, &before.address).await?;
        }
        if let Some(account) = mailbox_definitions::account(&before)? {
            forget_unused(&work, actor, &account, id).await?;
        }
        let fed = queue.as_ref().map(|queue| (&before, queue));
        let changes = changes(fed, None, work.queues().await?)?;
        audit::note(&work, actor, Audited::MailboxChanged { mailbox: id, changes }).await?;
        work.commit(permit, Vec::new()).await
    }
}
