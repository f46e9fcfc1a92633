//! What the engine asks of whoever speaks with providers of mail: where to sign in, and tokens for what came of it.

use futures::future::BoxFuture;

use crate::{
    error::Error,
    model::{GrantedTokens, MailSecret, ProviderFault},
};

/// An answer of a provider that is under way.
pub type Asking<'a, T> = BoxFuture<'a, Result<T, ProviderFault>>;

/// What an admin is sent to a provider with (RFC 6749 with PKCE, RFC 7636).
#[derive(Debug, Clone)]
pub struct SignInRequest<'a> {
    /// The account to sign in with.
    pub account: &'a str,
    /// Where the provider sends the browser back to.
    pub redirect: &'a str,
    /// What comes back with it, unchanged.
    pub state: &'a MailSecret,
    /// What proves, when the code is handed in, who has begun.
    pub verifier: &'a MailSecret,
}

/// Speaks with providers of mail, by their names in the configuration. The crate `mail` does.
pub trait MailProvider: Send + Sync {
    /// Where to send a browser.
    ///
    /// # Errors
    /// When no such provider is configured.
    fn sign_in_url(&self, provider: &str, request: &SignInRequest<'_>) -> Result<String, ProviderFault>;

    /// Tokens for the code that a browser came back with.
    fn exchange<'a>(
        &'a self,
        provider: &'a str,
        code: &'a MailSecret,
        verifier: &'a MailSecret,
        redirect: &'a str,
    ) -> Asking<'a, GrantedTokens>;

    /// Fresh tokens.
    fn refresh<'a>(&'a self, provider: &'a str, refresh: &'a MailSecret) -> Asking<'a, GrantedTokens>;
}

/// Why there is no token for an account.
#[derive(Debug, thiserror::Error)]
pub enum MailTokenError {
    /// Nobody has signed in yet.
    #[error(
        "{account} is not connected yet; connect it at /admin/mail or with `schalter mailbox connect {account}`"
    )]
    NotConnected {
        /// The account.
        account: String,
    },
    /// The provider no longer grants it.
    #[error(
        "the consent for {account} is no longer valid ({reason}); connect it again at /admin/mail or with `schalter mailbox connect {account}`"
    )]
    ConsentGone {
        /// The account.
        account: String,
        /// What the provider said.
        reason: String,
    },
    /// The provider gave none.
    #[error("no token for {account}: {fault}")]
    Provider {
        /// The account.
        account: String,
        /// Why.
        fault: ProviderFault,
    },
    /// The engine failed.
    #[error("the engine failed")]
    Engine(#[from] Error),
}
