//! Discards a mail that was held: it stays in the ledger with its bytes, and nothing is made of it.

use crate::{
    actor::Actor,
    engine::Engine,
    error::{Error, Result},
    model::{Audited, IncomingMail, MailId, MailReason, Outcome},
    policy::Action,
    store::{Work, audit, mails},
};

impl Engine {
    /// Discards a mail that waits for the staff. A mail that no longer waits is answered as it is; a discarded one can be
    /// processed after all by [`Engine::replay_mail`].
    ///
    /// # Errors
    /// `NotFound` for a mail that is absent or hidden; `Forbidden` for customers.
    pub async fn discard_mail(&self, actor: &Actor, id: MailId) -> Result<IncomingMail> {
        if self.mail(actor, id).await?.is_none() {
            return Err(Error::NotFound { what: "mail" });
        }
        let permit = self.permit(actor, Action::HandleMail, None)?;
        let work = Work::begin(self).await?;
        let row = mails::lock(&work, id).await?;
        if row.is_some_and(|row| row.outcome == Outcome::Held.as_str()) {
            mails::ignore(&work, id, MailReason::Discarded).await?;
            audit::note(&work, actor, Audited::MailDiscarded { mail: id }).await?;
            work.commit(permit, Vec::new()).await?;
            let by = actor.user().map(|viewer| viewer.id);
            tracing::info!(mail = %id, by = ?by, "a mail was discarded");
        }
        self.mail(actor, id).await?.ok_or(Error::NotFound { what: "mail" })
    }
}
