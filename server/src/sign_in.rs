//! Brings pages, providers and engine together for single sign-on: one talks to the person, one to the provider, one
//! decides.

use std::collections::HashMap;
use std::sync::Arc;

use engine::{Actor, Causes, Engine, Error, SignIn, UnderWay, Vouched};
use futures::future::BoxFuture;
use oidc::{Begin, Claims, Client, Fault, Http, Returned};
use tracing::warn;
use web_ui::{
    BegunSignIn, Callback, FinishedSignIn, Linking, NewLogin, ProviderLink, SignInFailure, SingleSignOn,
};

use crate::config::Config;
use crate::failure::Failure;

/// The providers of an installation, as the pages ask for them.
pub(crate) struct Providers {
    engine: Engine,
    links: Vec<ProviderLink>,
    clients: HashMap<String, Client>,
}

impl Providers {
    /// The configured ones; `None`: there are none. None of them is asked for anything yet: one that is away must not keep
    /// the server from starting.
    pub(crate) fn of(config: &Config, engine: &Engine) -> Result<Option<Arc<Self>>, Failure> {
        if config.accounts.providers.is_empty() {
            return Ok(None);
        }
        let (mut links, mut clients) = (Vec::new(), HashMap::new());
        for provider in &config.accounts.providers {
            let terms = &provider.terms;
            links.push(ProviderLink { key: terms.key.clone(), name: terms.name.clone() });
            clients.insert(terms.key.clone(), client(provider, &engine.settings().public_url)?);
        }
        Ok(Some(Arc::new(Self { engine: engine.clone(), links, clients })))
    }

    fn client(&self, key: &str) -> Result<&Client, SignInFailure> {
        self.clients.get(key).ok_or(SignInFailure::NotFound)
    }

    /// Who has this session; a stranger without one.
    async fn actor(&self, session: Option<&str>) -> Result<Actor, SignInFailure> {
        let Some(session) = session else { return Ok(Actor::nobody()) };
        let known = self.engine.authenticate(session).await.map_err(refused)?;
        known.ok_or(SignInFailure::Expired)
    }

    async fn ask(
        &self,
        provider: &str,
        link: Option<Linking<'_>>,
        choose: bool,
    ) -> Result<BegunSignIn, SignInFailure> {
        let client = self.client(provider)?;
        let begun = match link {
            Some(link) => {
                let actor = self.actor(Some(link.session)).await?;
                self.engine.start_link(&actor, provider, link.leave)
            }
            None => self.engine.start_sign_in(provider),
        };
        let begun = begun.map_err(refused)?;
        let words = &begun.under_way;
        let words = Begin { state: &words.state, nonce: &words.nonce, verifier: &words.verifier, choose };
        let now = self.engine.clock().now();
        let url = client.begin(words, now).await.map_err(|fault| failed(provider, &fault))?;
        Ok(BegunSignIn { url: url.into(), state: begun.under_way.state, sealed: begun.sealed })
    }

    async fn answer(&self, callback: Callback) -> Result<FinishedSignIn, SignInFailure> {
        let client = self.client(&callback.provider)?;
        let resumed = self.engine.resume_sign_in(&callback.sealed, &callback.state).await.map_err(refused)?;
        let under_way = resumed.filter(|found| found.provider == callback.provider);
        let under_way = under_way.ok_or(SignInFailure::Expired)?;
        let code = match (&callback.code, &callback.error) {
            (Some(code), None) => code,
            (_, Some(error)) => {
                let word: String = error.chars().filter(char::is_ascii_graphic).take(64).collect();
                tracing::info!(provider = callback.provider, error = word, "a provider refused a log-in");
                return Err(SignInFailure::Refused);
            }
            (None, None) => return Err(SignInFailure::Refused),
        };
        let returned = Returned {
            code,
            issuer: callback.issuer.as_deref(),
            nonce: &under_way.nonce,
            verifier: &under_way.verifier,
            now: self.engine.clock().now(),
        };
        let claims = client.finish(returned).await.map_err(|fault| failed(&callback.provider, &fault))?;
        Box::pin(self.enter(callback, &under_way, claims)).await
    }

    /// Lets the engine decide.
    async fn enter(
        &self,
        callback: Callback,
        under_way: &UnderWay,
        claims: Claims,
    ) -> Result<FinishedSignIn, SignInFailure> {
        let who = vouched(callback.provider, claims);
        if let Some(user) = under_way.link() {
            let actor = self.actor(callback.session.as_deref()).await?;
            if actor.user().is_none_or(|viewer| viewer.id != user) {
                return Err(SignInFailure::Expired);
            }
            self.engine.link_identity(&actor, under_way, &who).await.map_err(refused)?;
            return Ok(FinishedSignIn::Linked);
        }
        let (user_agent, address, device) = (callback.user_agent, callback.address, callback.device);
        let begun =
            self.engine.sign_in(SignIn { who, user_agent, address, device }).await.map_err(refused)?;
        Ok(FinishedSignIn::In(NewLogin {
            token: begun.token,
            expires_at: begun.expires_at,
            device: begun.device,
        }))
    }
}

impl SingleSignOn for Providers {
    fn providers(&self) -> &[ProviderLink] {
        &self.links
    }

    fn begin<'a>(
        &'a self,
        provider: &'a str,
        link: Option<Linking<'a>>,
        choose: bool,
    ) -> BoxFuture<'a, Result<BegunSignIn, SignInFailure>> {
        Box::pin(self.ask(provider, link, choose))
    }

    fn finish(&self, callback: Callback) -> BoxFuture<'_, Result<FinishedSignIn, SignInFailure>> {
        Box::pin(self.answer(callback))
    }
}

/// The client of a configured provider.
pub(crate) fn client(provider: &crate::config::Provider, public_url: &str) -> Result<Client, Failure> {
    let cannot = |what: String| Failure::Refused(format!("accounts.provider {}: {what}", provider.terms.key));
    let ca = provider.ca_file.as_ref().map(std::fs::read).transpose();
    let ca = ca.map_err(|error| cannot(format!("cannot read ca_file: {error}")))?;
    let http = Http::new(ca.as_deref()).map_err(|fault| cannot(fault.to_string()))?;
    Ok(Client::new(provider.settings(public_url), http))
}

fn vouched(provider: String, claims: Claims) -> Vouched {
    Vouched {
        provider,
        subject: claims.subject,
        email: claims.email,
        email_verified: claims.email_verified,
        name: claims.name,
        locale: claims.locale,
        groups: claims.groups,
    }
}

/// What the person is told of a fault of the provider; the log is told which.
fn failed(provider: &str, fault: &Fault) -> SignInFailure {
    let cause = std::error::Error::source(fault).map(ToString::to_string).unwrap_or_default();
    warn!(provider, %fault, cause, "a log-in by a provider failed");
    if fault.is_passing() { SignInFailure::Away } else { SignInFailure::Invalid }
}

fn refused(error: Error) -> SignInFailure {
    match error {
        Error::NotAdmitted(why) => SignInFailure::NotAdmitted(why.reason()),
        Error::NotFound { .. } => SignInFailure::NotFound,
        Error::Unavailable(_) => SignInFailure::Unavailable,
        // Whoever links shows once who they are; it was used, or is another's, or the password is another since.
        Error::Unauthenticated | Error::BadInput { reason: "link-expired", .. } => SignInFailure::Expired,
        error => {
            warn!(error = %Causes(&error), "a log-in by a provider failed");
            SignInFailure::Fault
        }
    }
}
