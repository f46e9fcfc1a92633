//! An account at a provider of mail that is used by tokens, and how it is.

use async_graphql::{Context, Enum, Object, SimpleObject};

use crate::{
    error::Failure,
    loaders::{self, Among},
    objects::User,
    scalars::DateTime,
};

/// A provider of mail that the configuration file names. For admins.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct MailProvider {
    /// Its name there, such as `m365`.
    name: String,
    /// What people call it, such as `Microsoft`.
    title: String,
}

impl From<engine::ConfiguredMailProvider> for MailProvider {
    fn from(provider: engine::ConfiguredMailProvider) -> Self {
        Self { name: provider.name, title: provider.title }
    }
}

/// How an account at a provider of mail is.
#[derive(Clone, Copy, Debug, Enum, Eq, PartialEq)]
pub(crate) enum MailAccountStatus {
    /// Nobody has signed in yet.
    NotConnected,
    /// Its provider grants that mail is fetched and sent.
    Connected,
    /// Its provider no longer grants that: somebody has to sign in again.
    ConsentGone,
}

/// An account at a provider of mail that is used by tokens (OAuth 2) instead of a password. For admins.
#[derive(Clone, Debug)]
pub(crate) struct MailAccount(pub(crate) engine::MailAccountState);

/// An account at a provider of mail that is used by tokens (OAuth 2) instead of a password. For admins.
#[Object]
impl MailAccount {
    /// The name to log in with, mostly an email address.
    async fn account(&self) -> &str {
        &self.0.configured.account.account
    }

    /// The provider's name in the configuration, such as `m365`.
    async fn provider_name(&self) -> &str {
        &self.0.configured.account.provider
    }

    /// What people call the provider, such as `Microsoft`.
    async fn provider(&self) -> &str {
        &self.0.configured.provider_title
    }

    /// The addresses of the mailboxes that are fetched with it.
    async fn mailboxes(&self) -> &[String] {
        &self.0.configured.mailboxes
    }

    /// The servers at which its token is used, as `imaps://host:port`: who signs in grants it for these and no others.
    async fn servers(&self) -> &[String] {
        &self.0.configured.servers
    }

    /// Whether emails are sent with it.
    async fn sends(&self) -> bool {
        self.0.configured.sends
    }

    /// How it is.
    async fn status(&self) -> MailAccountStatus {
        match &self.0.grant {
            None => MailAccountStatus::NotConnected,
            Some(grant) if grant.gone_at.is_some() => MailAccountStatus::ConsentGone,
            Some(_) => MailAccountStatus::Connected,
        }
    }

    /// When somebody signed in; null: nobody has.
    async fn connected_at(&self) -> Option<DateTime> {
        self.0.grant.as_ref().map(|grant| grant.connected_at.into())
    }

    /// Who signed in; null: nobody, or somebody at the command line.
    async fn connected_by(&self, ctx: &Context<'_>) -> Result<Option<User>, Failure> {
        match self.0.grant.as_ref().and_then(|grant| grant.connected_by) {
            Some(user) => loaders::user(ctx, user, Among::Many).await,
            None => Ok(None),
        }
    }

    /// Since when the consent is gone.
    async fn gone_at(&self) -> Option<DateTime> {
        self.0.grant.as_ref().and_then(|grant| grant.gone_at).map(Into::into)
    }

    /// What the provider said then.
    async fn gone_reason(&self) -> Option<&str> {
        self.0.grant.as_ref().and_then(|grant| grant.gone_reason.as_deref())
    }
}
