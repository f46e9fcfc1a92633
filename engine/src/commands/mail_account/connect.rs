//! Keeps what a provider has just granted for an account.

use crate::{
    actor::Actor,
    engine::Engine,
    error::{Error, Result},
    model::{Audited, GrantedTokens, MailAccount},
    outbox::server,
    policy::Action,
    store::{Work, audit, mail_grants, mailboxes},
};

impl Engine {
    /// Keeps what a provider has just granted for an account that the configuration or a mailbox names; for admins. It is used at
    /// once, on every node, at the servers at which the account is used now and at no others.
    ///
    /// # Errors
    /// `Forbidden` for all but admins; `NotFound` for an account that nothing uses; `BadInput` for `account` when the
    /// provider gave nothing by which fresh tokens could be asked for.
    pub async fn connect_mail_account(
        &self,
        actor: &Actor,
        account: &MailAccount,
        tokens: GrantedTokens,
    ) -> Result<()> {
        self.keep_mail_grant(actor, account, tokens, None).await
    }

    /// The same for the servers that were shown to who signed in.
    pub(super) async fn keep_mail_grant(
        &self,
        actor: &Actor,
        account: &MailAccount,
        tokens: GrantedTokens,
        servers: Option<String>,
    ) -> Result<()> {
        let permit = self.permit(actor, Action::ManageHouse, None)?;
        let in_use = self.mail_accounts_in_use().await?.into_iter().find(|one| one.account.is(account));
        let configured = in_use.ok_or(Error::NotFound { what: "mail account" })?;
        let account = &configured.account;
        let Some(refresh) = &tokens.refresh else {
            return Err(Error::bad(
                "account",
                "no-refresh-token",
                "The provider did not return a refresh token. Its scopes must include offline access (docs/operating.md).",
            ));
        };
        let now = configured.servers.join("\n");
        // Who signed in has agreed to what they were shown.
        let servers = servers.unwrap_or_else(|| now.clone());
        if servers != now {
            return Err(Error::bad(
                "state",
                "servers-changed",
                "The servers of this account have changed. Check them and start the sign-in again.",
            ));
        }
        let work = Work::begin(self).await?;
        let by = actor.user().map(|viewer| viewer.id);
        let grant = mail_grants::put(&work, account, by, (&tokens, refresh), servers).await?;
        let audited = Audited::MailAccountConnected { grant, account: account.account.clone() };
        audit::note(&work, actor, audited).await?;
        // What was said of them was said without these tokens; the next attempt tells anew.
        mailboxes::forget_faults(&work, &configured.mailboxes).await?;
        if configured.sends {
            server::forget_fault(&work).await?;
        }
        work.commit(permit, Vec::new()).await
    }
}
