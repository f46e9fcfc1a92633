//! Discards a mail that was held: it stays in the ledger with its bytes, and nothing is made of it.

use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel, QuerySelect};

use crate::{
    actor::Actor,
    engine::Engine,
    error::{Error, Result},
    model::{Audited, IncomingMail, MailId, MailReason, Outcome},
    policy::Action,
    store::{Work, audit, entity::incoming_mail},
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
        let row = incoming_mail::Entity::find_by_id(id.0).lock_exclusive().one(work.tx()).await?;
        let held = row.filter(|row| row.outcome == Outcome::Held.as_str());
        if let Some(row) = held {
            let mut row = row.into_active_model();
            row.outcome = Set(Outcome::Ignored.as_str().to_owned());
            row.reason_code = Set(Some(MailReason::Discarded.as_str().to_owned()));
            row.reason = Set(Some(MailReason::Discarded.sentence(None)));
            row.update(work.tx()).await?;
            audit::note(&work, actor, Audited::MailDiscarded { mail: id }).await?;
            work.commit(permit, Vec::new()).await?;
            let by = actor.user().map(|viewer| viewer.id);
            tracing::info!(mail = %id, by = ?by, "a mail was discarded");
        }
        self.mail(actor, id).await?.ok_or(Error::NotFound { what: "mail" })
    }
}
