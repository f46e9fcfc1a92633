//! Keeps what a provider has just granted for an account.

use crate::{
    actor::Actor,
    engine::Engine,
    error::{Error, Result},
    model::{Audited, ConfiguredMailAccount, GrantedTokens, MailAccount},
    outbox::server,
    policy::Action,
    store::{Work, audit, mail_grants, mailboxes},
};

impl Engine {
    /// Keeps what a provider has just granted for an account of the configuration; for admins. It is used at once, on
    /// every node.
    ///
    /// # Errors
    /// `Forbidden` for all but admins; `NotFound` for an account that is not configured; `BadInput` for `account` when the
    /// provider gave nothing by which fresh tokens could be asked for.
    pub async fn connect_mail_account(
        &self,
        actor: &Actor,
        account: &MailAccount,
        tokens: GrantedTokens,
    ) -> Result<()> {
        let permit = self.permit(actor, Action::ManageHouse, None)?;
        let configured = self.configured_mail_account(&account.account, Some(&account.provider))?;
        let account = &configured.account;
        let Some(refresh) = &tokens.refresh else {
            return Err(Error::bad(
                "account",
                "no-refresh-token",
                "The provider gave no refresh token. Its scopes must allow offline access (docs/operating.md).",
            ));
        };
        let work = Work::begin(self).await?;
        let by = actor.user().map(|viewer| viewer.id);
        let grant = mail_grants::put(&work, account, by, (&tokens, refresh)).await?;
        let audited = Audited::MailAccountConnected { grant, account: account.account.clone() };
        audit::note(&work, actor, audited).await?;
        // What was said of them was said without these tokens; the next attempt tells anew.
        mailboxes::forget_faults(&work, &configured.mailboxes).await?;
        if configured.sends {
            server::forget_fault(&work).await?;
        }
        work.commit(permit, Vec::new()).await
    }

    /// The account of the configuration that a mailbox of this address is fetched with, or that is called so. Accounts of
    /// several providers may be called the same; then `provider`, its name in the configuration, says which.
    ///
    /// # Errors
    /// `NotFound` for an account that is not configured; `BadInput` for `provider` when several are called so.
    pub fn configured_mail_account(
        &self,
        name: &str,
        provider: Option<&str>,
    ) -> Result<&ConfiguredMailAccount> {
        let of_provider =
            |one: &&ConfiguredMailAccount| provider.is_none_or(|provider| one.account.provider == provider);
        let accounts = || self.settings().mail.accounts.iter().filter(of_provider);
        let feeds = |one: &&ConfiguredMailAccount| {
            one.mailboxes.iter().any(|address| address.eq_ignore_ascii_case(name))
        };
        if let Some(found) = accounts().find(feeds) {
            return Ok(found);
        }
        let called: Vec<_> = accounts().filter(|one| one.account.is_called(name)).collect();
        match called.as_slice() {
            [] => Err(Error::NotFound { what: "mail account" }),
            [one] => Ok(one),
            several => {
                let providers: Vec<_> = several.iter().map(|one| one.account.provider.as_str()).collect();
                let providers = providers.join(", ");
                let words =
                    format!("Several providers have an account {name:?}. Name the provider: {providers}.");
                Err(Error::bad("provider", "ambiguous", words))
            }
        }
    }
}
