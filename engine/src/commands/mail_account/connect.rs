//! Keeps what a provider has just granted for an account.

use crate::{
    actor::Actor,
    engine::Engine,
    error::{Error, Result},
    model::{Audited, ConfiguredMailAccount, GrantedTokens, MailAccount},
    policy::Action,
    store::{Work, audit, mail_grants},
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
        let account = &self.configured_mail_account(&account.account)?.account;
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
        work.commit(permit, Vec::new()).await
    }

    /// The account of the configuration that is called so, or that a mailbox of this address is fetched with.
    pub(crate) fn configured_mail_account(&self, name: &str) -> Result<&ConfiguredMailAccount> {
        self.settings().mail_account(name).ok_or(Error::NotFound { what: "mail account" })
    }
}
