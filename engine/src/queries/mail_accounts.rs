//! How the accounts at providers of mail are: connected, not yet, or no longer.

use crate::{
    actor::Actor,
    content::quoted,
    engine::Engine,
    error::{Error, Result},
    model::{ConfiguredMailAccount, ConfiguredMailProvider, MailAccountState},
    policy::{self, Action},
    store::{mail_grants, mailbox_definitions},
};

impl Engine {
    /// The accounts that are used by tokens, and what was granted for them: those of the configuration in its order, then those of
    /// mailboxes that admins added; for admins.
    ///
    /// # Errors
    /// `Forbidden` for all but admins.
    pub async fn mail_accounts(&self, actor: &Actor) -> Result<Vec<MailAccountState>> {
        let _ = policy::check(actor, Action::ManageHouse, None)?;
        let grants = mail_grants::all(self.database().ro()).await?;
        let of = |configured: ConfiguredMailAccount| {
            let found = grants.iter().find(|(account, _)| account.is(&configured.account));
            MailAccountState { grant: found.map(|(_, grant)| grant.clone()), configured }
        };
        Ok(self.mail_accounts_in_use().await?.into_iter().map(of).collect())
    }

    /// The providers of the configuration whose tokens can open mailboxes, by name; for admins.
    ///
    /// # Errors
    /// `Forbidden` for all but admins.
    pub fn mail_providers(&self, actor: &Actor) -> Result<Vec<ConfiguredMailProvider>> {
        let _ = policy::check(actor, Action::ManageHouse, None)?;
        Ok(self.settings().mail.providers.clone())
    }

    /// Whether passwords of mailboxes can be kept: the operator has set the key under which they lie. For admins.
    ///
    /// # Errors
    /// `Forbidden` for all but admins.
    pub fn keeps_mailbox_passwords(&self, actor: &Actor) -> Result<bool> {
        let _ = policy::check(actor, Action::ManageHouse, None)?;
        Ok(self.keys().is_some())
    }

    /// The account that a mailbox of this address is fetched with, or that is called so. Accounts of several providers may be called
    /// the same; then `provider`, its name in the configuration, says which.
    ///
    /// # Errors
    /// `NotFound` for an account that nothing uses; `BadInput` for `provider` when several are called so.
    pub async fn mail_account_named(
        &self,
        name: &str,
        provider: Option<&str>,
    ) -> Result<ConfiguredMailAccount> {
        let mut accounts = self.mail_accounts_in_use().await?;
        accounts.retain(|one| provider.is_none_or(|provider| one.account.provider == provider));
        let feeds = |one: &ConfiguredMailAccount| {
            one.mailboxes.iter().any(|address| address.eq_ignore_ascii_case(name))
        };
        let called = |one: &ConfiguredMailAccount| one.account.is_called(name);
        // Of one provider, an account is known by its name, whatever the addresses of mailboxes are.
        let found = accounts.iter().position(called).filter(|_| provider.is_some());
        if let Some(found) = found.or_else(|| accounts.iter().position(feeds)) {
            return Ok(accounts.swap_remove(found));
        }
        accounts.retain(|one| one.account.is_called(name));
        if accounts.len() > 1 {
            let providers: Vec<_> = accounts.iter().map(|one| one.account.provider.as_str()).collect();
            let providers = providers.join(", ");
            let words = format!(
                "Several providers have an account {}. Give the provider: {providers}.",
                quoted(name)
            );
            return Err(Error::bad("provider", "ambiguous", words));
        }
        accounts.pop().ok_or(Error::NotFound { what: "mail account" })
    }

    /// The same without what was granted, whoever asks.
    pub(crate) async fn mail_accounts_in_use(&self) -> Result<Vec<ConfiguredMailAccount>> {
        let rows = mailbox_definitions::all(self.database().ro()).await?;
        mailbox_definitions::accounts(&self.settings().mail, &rows)
    }
}
