//! An account at a provider of mail that is used by tokens, and how it is.

use async_graphql::{Context, Enum, Object, SimpleObject};

use crate::{
    error::Failure,
    loaders::{self, Among},
    objects::User,
    scalars::DateTime,
};

/// A mail provider in the configuration file. For admins.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct MailProvider {
    /// Its name there, such as `m365`.
    name: String,
    /// Its display name, such as `Microsoft`.
    title: String,
}

impl From<engine::ConfiguredMailProvider> for MailProvider {
    fn from(provider: engine::ConfiguredMailProvider) -> Self {
        Self { name: provider.name, title: provider.title }
    }
}

/// The state of an account at a mail provider.
#[derive(Clone, Copy, Debug, Enum, Eq, PartialEq)]
pub(crate) enum MailAccountStatus {
    /// Nobody has signed in yet.
    NotConnected,
    /// It can be used to fetch and send mail.
    Connected,
    /// The provider no longer accepts it: somebody has to sign in again.
    ConsentGone,
}

/// An account at a mail provider that uses tokens (OAuth 2) instead of a password. For admins.
#[derive(Clone, Debug)]
pub(crate) struct MailAccount(pub(crate) engine::MailAccountState);

/// An account at a mail provider that uses tokens (OAuth 2) instead of a password. For admins.
#[Object]
impl MailAccount {
    /// The name to log in with, usually an email address.
    async fn account(&self) -> &str {
        &self.0.configured.account.account
    }

    /// The provider's name in the configuration, such as `m365`.
    async fn provider_name(&self) -> &str {
        &self.0.configured.account.provider
    }

    /// The display name of the provider, such as `Microsoft`.
    async fn provider(&self) -> &str {
        &self.0.configured.provider_title
    }

    /// The addresses of the mailboxes that are fetched with it.
    async fn mailboxes(&self) -> &[String] {
        &self.0.configured.mailboxes
    }

    /// The servers where its token is used, as `imaps://host:port`. Consent is given for these servers only.
    async fn servers(&self) -> &[String] {
        &self.0.configured.servers
    }

    /// Whether emails are sent with it.
    async fn sends(&self) -> bool {
        self.0.configured.sends
    }

    /// Its state.
    async fn status(&self) -> MailAccountStatus {
        match &self.0.grant {
            None => MailAccountStatus::NotConnected,
            Some(grant) if grant.gone_at.is_some() => MailAccountStatus::ConsentGone,
            Some(_) => MailAccountStatus::Connected,
        }
    }

    /// When somebody signed in; null if nobody has.
    async fn connected_at(&self) -> Option<DateTime> {
        self.0.grant.as_ref().map(|grant| grant.connected_at.into())
    }

    /// Who signed in; null if nobody, or somebody on the command line.
    async fn connected_by(&self, ctx: &Context<'_>) -> Result<Option<User>, Failure> {
        match self.0.grant.as_ref().and_then(|grant| grant.connected_by) {
            Some(user) => loaders::user(ctx, user, Among::Many).await,
            None => Ok(None),
        }
    }

    /// Since when the consent is no longer valid.
    async fn gone_at(&self) -> Option<DateTime> {
        self.0.grant.as_ref().and_then(|grant| grant.gone_at).map(Into::into)
    }

    /// What the provider said.
    async fn gone_reason(&self) -> Option<&str> {
        self.0.grant.as_ref().and_then(|grant| grant.gone_reason.as_deref())
    }
}
