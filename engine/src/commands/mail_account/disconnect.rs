//! Throws away what a provider has granted for an account.

use crate::{
    actor::Actor,
    engine::Engine,
    error::Result,
    model::Audited,
    policy::Action,
    store::{Work, audit, mail_grants},
};

impl Engine {
    /// Throws away what a provider has granted; for admins. The provider is not told: whoever wants that withdraws the
    /// consent there. `false`: there was nothing.
    ///
    /// # Errors
    /// `Forbidden` for all but admins; as [`Engine::mail_account_named`] for the account.
    pub async fn disconnect_mail_account(
        &self,
        actor: &Actor,
        name: &str,
        provider: Option<&str>,
    ) -> Result<bool> {
        let permit = self.permit(actor, Action::ManageHouse, None)?;
        let account = &self.mail_account_named(name, provider).await?.account;
        let work = Work::begin(self).await?;
        let Some(row) = mail_grants::find(work.tx(), account).await? else { return Ok(false) };
        mail_grants::remove(&work, row.id).await?;
        let audited = Audited::MailAccountDisconnected { grant: row.id.into(), account: row.account };
        audit::note(&work, actor, audited).await?;
        work.commit(permit, Vec::new()).await?;
        Ok(true)
    }
}
