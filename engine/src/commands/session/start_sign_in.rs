//! Begins a log-in by a provider, and takes it up again when the provider sends the person back.
//!
//! Nothing is kept meanwhile: the browser is given what has to be known again, sealed, and shows it once.

use std::fmt;

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;

use crate::{
    engine::Engine,
    error::{Error, Result},
    model::{ProviderTerms, UserId},
    policy::{self, throttle::SIGN_IN_ONCE},
    store::{Work, throttle},
};

/// How long somebody may take at the provider.
const LIFETIME: TimeDelta = TimeDelta::minutes(15);
/// For what it is sealed.
const PURPOSE: &str = "sign-in";

/// A log-in by a provider that has just begun.
#[derive(Clone, PartialEq, Eq)]
pub struct StartedSignIn {
    /// For the browser, to be shown when it comes back.
    pub sealed: String,
    /// What was sealed.
    pub under_way: UnderWay,
}

/// A log-in by a provider that is under way.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnderWay {
    /// The key of the provider.
    #[serde(rename = "p")]
    pub provider: String,
    /// What the provider gives back, and nobody else can.
    #[serde(rename = "s")]
    pub state: String,
    /// What the token must name.
    #[serde(rename = "n")]
    pub nonce: String,
    /// The secret behind the challenge that the provider is shown (RFC 7636).
    #[serde(rename = "v")]
    pub verifier: String,
    #[serde(rename = "u")]
    link: Option<Link>,
    #[serde(rename = "e")]
    until: i64,
}

/// What somebody may do who has shown who they are: link one identity.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Link {
    /// To whose account.
    #[serde(rename = "u")]
    pub(super) user: UserId,
    /// By this word it is known when it is made use of again.
    #[serde(rename = "o")]
    pub(super) once: String,
    /// What they showed it with; another password ends it.
    #[serde(rename = "w")]
    pub(super) password: String,
}

impl UnderWay {
    /// To whose account the identity is to be linked; `None`: it is a log-in.
    #[must_use]
    pub fn link(&self) -> Option<UserId> {
        self.link.as_ref().map(|link| link.user)
    }

    pub(super) const fn leave(&self) -> Option<&Link> {
        self.link.as_ref()
    }
}

impl fmt::Debug for UnderWay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UnderWay").field("provider", &self.provider).finish_non_exhaustive()
    }
}

impl fmt::Debug for StartedSignIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StartedSignIn").field("under_way", &self.under_way).finish_non_exhaustive()
    }
}

impl Engine {
    /// Begins a log-in by a provider.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such provider.
    pub fn start_sign_in(&self, provider: &str) -> Result<StartedSignIn> {
        self.sent_to(provider, None)
    }

    /// Sends somebody to a provider who is to come back with a log-in, or with an identity for the account of `link`.
    pub(super) fn sent_to(&self, provider: &str, link: Option<Link>) -> Result<StartedSignIn> {
        let under_way = UnderWay {
            provider: self.provider(provider)?.key.clone(),
            state: self.random_word()?,
            nonce: self.random_word()?,
            verifier: self.random_word()?,
            link,
            until: (self.now() + LIFETIME).timestamp(),
        };
        let sealed = self.secret().seal(PURPOSE, &serde_json::to_vec(&under_way)?)?;
        Ok(StartedSignIn { sealed, under_way })
    }

    /// Takes up a log-in with which a provider sends somebody back; `None`: it is not one that this browser began, took too
    /// long, or was taken up before.
    ///
    /// # Errors
    /// Internal alone.
    pub async fn resume_sign_in(&self, sealed: &str, state: &str) -> Result<Option<UnderWay>> {
        let Some(bytes) = self.secret().open(PURPOSE, sealed) else { return Ok(None) };
        let under_way: UnderWay = serde_json::from_slice(&bytes)?;
        let same = bool::from(under_way.state.as_bytes().ct_eq(state.as_bytes()));
        if !same || under_way.until <= self.now().timestamp() {
            return Ok(None);
        }
        let work = Work::begin(self).await?;
        if throttle::count(work.tx(), SIGN_IN_ONCE, state, work.now()).await?.is_err() {
            return Ok(None);
        }
        work.commit(policy::housekeeping(), Vec::new()).await?;
        Ok(Some(under_way))
    }

    /// What was decided about a provider.
    pub(super) fn provider(&self, key: &str) -> Result<&ProviderTerms> {
        let found = self.settings().accounts.providers.iter().find(|provider| provider.key == key);
        found.ok_or(Error::NotFound { what: "provider" })
    }

    pub(super) fn random_word(&self) -> Result<String> {
        let mut random = [0; 32];
        self.rng().fill(&mut random)?;
        Ok(BASE64_URL_SAFE_NO_PAD.encode(random))
    }
}
