//! Tokens for mailboxes at providers such as Microsoft 365 and Gmail, instead of passwords (OAuth 2).
//!
//! [`provider`] says what is known of a provider, [`http`] carries a request there, [`exchange`] asks for tokens and reads what is
//! answered, [`device`] lets somebody sign in from the command line. What is granted, the engine keeps: [`Providers`] is what it
//! asks. Whoever logs in with a token is `inbound::imap` and `outbound::transport`.

mod device;
mod exchange;
mod http;
mod provider;

use std::collections::BTreeMap;

use engine::{Asking, GrantedTokens, MailProvider, MailSecret, ProviderFault, SignInRequest};

pub use device::{DeviceCode, DeviceFault};
pub use provider::{Provider, endpoint};

use self::http::Http;

/// The providers of the configuration, by their names.
#[derive(Debug)]
pub struct Providers {
    providers: BTreeMap<String, Provider>,
    http: Http,
}

impl Providers {
    /// Nothing is connected yet.
    ///
    /// # Errors
    /// When TLS cannot be set up.
    pub fn new(providers: impl IntoIterator<Item = (String, Provider)>) -> Result<Self, ProviderFault> {
        Ok(Self { providers: providers.into_iter().collect(), http: Http::new()? })
    }

    fn of(&self, name: &str) -> Result<&Provider, ProviderFault> {
        let unknown =
            || ProviderFault::Refused(format!("[mail.oauth.{name}] is missing from the configuration"));
        self.providers.get(name).ok_or_else(unknown)
    }
}

impl MailProvider for Providers {
    fn sign_in_url(&self, provider: &str, request: &SignInRequest<'_>) -> Result<String, ProviderFault> {
        exchange::sign_in_url(self.of(provider)?, request)
    }

    fn exchange<'a>(
        &'a self,
        provider: &'a str,
        code: &'a MailSecret,
        verifier: &'a MailSecret,
        redirect: &'a str,
    ) -> Asking<'a, GrantedTokens> {
        Box::pin(async move {
            exchange::exchange(self.of(provider)?, &self.http, (code, verifier), redirect).await
        })
    }

    fn refresh<'a>(&'a self, provider: &'a str, refresh: &'a MailSecret) -> Asking<'a, GrantedTokens> {
        Box::pin(async move { exchange::refresh(self.of(provider)?, &self.http, refresh).await })
    }
}
