//! A token that opens a mailbox now: the one that is kept, or a fresh one, which one node asks for and all then use.

use std::time::Duration;

use tokio::time::{Instant, sleep};

use crate::{
    actor::Actor,
    engine::Engine,
    error::{Causes, Error, Result},
    mail_provider::{MailProvider, MailTokenError},
    model::{Audited, GrantedTokens, MailAccount, MailSecret, ProviderFault},
    policy,
    store::{Work, audit, entity::mail_grant, mail_grants},
};

/// A token that ends sooner is renewed: a log-in takes a moment, and clocks differ.
const MARGIN: Duration = Duration::from_mins(2);

/// So long a claim to renew holds when the node that has it dies: longer than a provider is waited for.
const LEASE: Duration = Duration::from_secs(40);

/// So often a node looks whether another one has renewed.
const LOOK: Duration = Duration::from_millis(200);

/// So long it looks.
const PATIENCE: Duration = Duration::from_mins(1);

/// A token that a mail server refuses is not replaced before it is so old: another one as young would be refused as well.
const YOUNG: Duration = Duration::from_mins(5);

/// So often it is tried to keep what a provider answered, while the database fails.
const TRIES: u32 = 30;

impl Engine {
    /// A token that opens the mailbox of this account now. `rejected` is one that the mail server has just refused: it is
    /// replaced, unless it is young, since a provider shall not be asked at every attempt.
    ///
    /// # Errors
    /// See [`MailTokenError`].
    pub async fn mail_access_token(
        &self,
        account: &MailAccount,
        rejected: Option<&MailSecret>,
    ) -> Result<MailSecret, MailTokenError> {
        let patience = Instant::now() + PATIENCE;
        loop {
            let Some(row) = mail_grants::find(self.database().ro(), account).await? else {
                return Err(MailTokenError::NotConnected { account: account.account.clone() });
            };
            if row.gone_at.is_some() {
                return Err(gone(&row));
            }
            if let Some(token) = self.kept(&row, rejected)? {
                return Ok(token);
            }
            let Some(provider) = self.mail_provider() else {
                let fault = ProviderFault::Refused("this program speaks with no provider".to_owned());
                return Err(MailTokenError::Provider { account: row.account, fault });
            };
            if self.claim_renewal(&row).await? {
                let (engine, provider) = (self.outside(), std::sync::Arc::clone(provider));
                // A task of its own: whoever waits for the answer may be stopped, and what was answered must be kept.
                let renewed = tokio::spawn(async move { engine.renew(provider.as_ref(), row).await }).await;
                match renewed.map_err(Error::internal)?? {
                    Some(token) => return Ok(token),
                    None => continue,
                }
            }
            if Instant::now() > patience {
                let fault =
                    ProviderFault::Passing("another node asks the provider and takes long".to_owned());
                return Err(MailTokenError::Provider { account: row.account, fault });
            }
            sleep(LOOK).await;
        }
    }

    /// What is kept, if it may be used.
    fn kept(&self, row: &mail_grant::Model, rejected: Option<&MailSecret>) -> Result<Option<MailSecret>> {
        let token = mail_grants::access(self, row, self.now() + MARGIN)?;
        let is_young = self.now() < row.issued_at + YOUNG;
        Ok(token.filter(|token| is_young || rejected != Some(token)))
    }

    async fn claim_renewal(&self, row: &mail_grant::Model) -> Result<bool> {
        let Some(life) = self.life().await else { return Ok(false) };
        let work = Work::begin(self).await?;
        let claimed = mail_grants::claim(&work, row, life, work.now() + LEASE).await?;
        work.commit(policy::housekeeping(), Vec::new()).await?;
        Ok(claimed)
    }

    /// Asks the provider, and keeps what it answers. `None`: somebody else has meanwhile kept something newer.
    async fn renew(
        &self,
        provider: &dyn MailProvider,
        row: mail_grant::Model,
    ) -> Result<Option<MailSecret>, MailTokenError> {
        let _renewing = self.renewing().await;
        let refresh = mail_grants::refresh(self, &row)?;
        let asked = tokio::time::timeout(LEASE, provider.refresh(&row.provider, &refresh)).await;
        let late = || Err(ProviderFault::Passing("the provider did not answer in time".to_owned()));
        match asked.unwrap_or_else(|_| late()) {
            Ok(tokens) => Ok(self.keep(&row, &tokens).await?.then_some(tokens.access)),
            Err(ProviderFault::ConsentGone(reason)) => {
                if self.consent_gone(&row, &reason).await? {
                    Err(gone(&mail_grant::Model { gone_reason: Some(reason), ..row }))
                } else {
                    Ok(None)
                }
            }
            Err(fault) => {
                let work = Work::begin(self).await?;
                mail_grants::release(&work, &row).await?;
                work.commit(policy::housekeeping(), Vec::new()).await?;
                Err(MailTokenError::Provider { account: row.account, fault })
            }
        }
    }

    /// Keeps fresh tokens, however long the database is away: many providers take the former ones only once.
    async fn keep(&self, row: &mail_grant::Model, tokens: &GrantedTokens) -> Result<bool> {
        let mut tries = 0;
        loop {
            tries += 1;
            let kept = async {
                let work = Work::begin(self).await?;
                let kept = mail_grants::renew(&work, row, tokens).await?;
                work.commit(policy::housekeeping(), Vec::new()).await?;
                Ok(kept)
            };
            match self.available(kept).await {
                Err(error) if tries < TRIES => {
                    tracing::error!(grant = %row.id, tries, error = %Causes(&error), "fresh tokens of a mail account could not be kept");
                    sleep(LOOK * tries).await;
                }
                kept => return kept,
            }
        }
    }

    /// Notes it, and says so, once. `false`: somebody has meanwhile signed in anew.
    async fn consent_gone(&self, row: &mail_grant::Model, reason: &str) -> Result<bool> {
        let work = Work::begin(self).await?;
        let first = mail_grants::gone(&work, row, reason).await?;
        if first {
            let audited = Audited::MailConsentGone { grant: row.id.into(), account: row.account.clone() };
            audit::note(&work, &Actor::system(), audited).await?;
        }
        work.commit(policy::housekeeping(), Vec::new()).await?;
        if first {
            tracing::error!(
                grant = %row.id, provider = row.provider, reason,
                "a provider no longer grants the mail of an account; somebody has to sign in again at /admin/mail"
            );
        }
        Ok(first)
    }
}

fn gone(row: &mail_grant::Model) -> MailTokenError {
    MailTokenError::ConsentGone {
        account: row.account.clone(),
        reason: row.gone_reason.clone().unwrap_or_default(),
    }
}
