//! How the accounts at providers of mail are: connected, not yet, or no longer.

use crate::{
    actor::Actor,
    engine::Engine,
    error::Result,
    model::MailAccountState,
    policy::{self, Action},
    store::mail_grants,
};

impl Engine {
    /// The accounts of the configuration that are used by tokens, in its order, and what was granted for them; for admins.
    ///
    /// # Errors
    /// `Forbidden` for all but admins.
    pub async fn mail_accounts(&self, actor: &Actor) -> Result<Vec<MailAccountState>> {
        let _ = policy::check(actor, Action::ManageHouse, None)?;
        let grants = mail_grants::all(self.database().ro()).await?;
        let of = |configured: &crate::model::ConfiguredMailAccount| {
            let found = grants.iter().find(|(account, _)| account.is(&configured.account));
            MailAccountState { configured: configured.clone(), grant: found.map(|(_, grant)| grant.clone()) }
        };
        Ok(self.settings().mail.accounts.iter().map(of).collect())
    }
}
