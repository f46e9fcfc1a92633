//! One provider, as it is talked to: what it says of itself is remembered, and asked again when keys change.

use std::{fmt, sync::Arc};

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use tokio::sync::Mutex;
use url::Url;

use crate::{
    claims::{ClaimNames, Claims},
    discovery::{Discovered, SELECT_ACCOUNT},
    fault::{Fault, TokenFault, cut},
    http::{self, Http},
    key::KeySet,
    token::{Expected, Unverified},
};

/// So long what a provider says of itself is taken for granted.
const REMEMBERED: TimeDelta = TimeDelta::hours(12);
/// So long a provider that failed is not asked again.
const REST: TimeDelta = TimeDelta::seconds(15);
/// So long new keys are not asked for again: whoever makes a provider sign wrongly must not make us ask it each time.
const KEYS_REST: TimeDelta = TimeDelta::minutes(1);

/// How to talk to a provider.
#[derive(Clone)]
pub struct ProviderSettings {
    /// Who issues the tokens; exactly as the provider writes it.
    pub issuer: String,
    /// What the provider calls us.
    pub client_id: String,
    /// What proves to it that we are that; a public client has none.
    pub client_secret: Option<String>,
    /// What is asked for.
    pub scopes: Vec<String>,
    /// Which claim holds what.
    pub claims: ClaimNames,
    /// Where the provider sends people back to.
    pub redirect_uri: String,
}

impl fmt::Debug for ProviderSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProviderSettings").field("issuer", &self.issuer).finish_non_exhaustive()
    }
}

/// Random words with which a log-in begins; each is used once.
#[derive(Clone, Copy)]
pub struct Begin<'a> {
    /// What the provider gives back.
    pub state: &'a str,
    /// What the token must name.
    pub nonce: &'a str,
    /// The secret behind the challenge.
    pub verifier: &'a str,
    /// Whether the person is asked which account it is to be, although the provider knows one already; not all can.
    pub choose: bool,
}

impl fmt::Debug for Begin<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Begin(…)")
    }
}

/// With what a provider sends somebody back.
#[derive(Clone, Copy)]
pub struct Returned<'a> {
    /// The code, to be exchanged.
    pub code: &'a str,
    /// Which provider it says it is (RFC 9207).
    pub issuer: Option<&'a str>,
    /// The nonce with which the log-in began.
    pub nonce: &'a str,
    /// The secret behind its challenge.
    pub verifier: &'a str,
    /// What time it is.
    pub now: DateTime<Utc>,
}

impl fmt::Debug for Returned<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Returned(…)")
    }
}

/// Talks to one provider.
#[derive(Debug)]
pub struct Client {
    settings: ProviderSettings,
    http: Http,
    remembered: Mutex<Option<Remembered>>,
    /// Held while the provider is asked what it says of itself: one asks, the others wait for the answer.
    asking: Mutex<Asking>,
}

#[derive(Debug, Default)]
struct Asking {
    failed: Option<Failed>,
    /// When keys were asked for that a token made necessary.
    keys_at: Option<DateTime<Utc>>,
}

#[derive(Debug)]
struct Failed {
    at: DateTime<Utc>,
    reason: String,
    passing: bool,
}

#[derive(Debug, Clone)]
struct Remembered {
    since: DateTime<Utc>,
    discovered: Arc<Discovered>,
    keys: Arc<KeySet>,
}

#[derive(Deserialize)]
struct Tokens {
    id_token: Option<String>,
    access_token: Option<String>,
}

#[derive(Deserialize)]
struct Refusal {
    error: String,
}

impl Client {
    /// Nothing is asked yet.
    #[must_use]
    pub fn new(settings: ProviderSettings, http: Http) -> Self {
        Self { settings, http, remembered: Mutex::default(), asking: Mutex::default() }
    }

    /// Whether the provider can be reached and is the one that is configured, keys included.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn look(&self) -> Result<(), Fault> {
        let discovered = Discovered::fetch(&self.http, &self.settings.issuer).await?;
        discovered.keys(&self.http).await.map(drop)
    }

    /// Where a person is sent to log in.
    ///
    /// # Errors
    /// [`Fault`], when the provider does not say where.
    pub async fn begin(&self, words: Begin<'_>, now: DateTime<Utc>) -> Result<Url, Fault> {
        let known = self.known(now).await?;
        let challenge = BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(words.verifier));
        let mut url = known.discovered.authorization_endpoint.clone();
        url.query_pairs_mut()
            .append_pair("response_type", "code")
            .append_pair("client_id", &self.settings.client_id)
            .append_pair("redirect_uri", &self.settings.redirect_uri)
            .append_pair("scope", &self.settings.scopes.join(" "))
            .append_pair("state", words.state)
            .append_pair("nonce", words.nonce)
            .append_pair("code_challenge", &challenge)
            .append_pair("code_challenge_method", "S256");
        if words.choose && known.discovered.lets_choose() {
            url.query_pairs_mut().append_pair("prompt", SELECT_ACCOUNT);
        }
        Ok(url)
    }

    /// Exchanges the code, and answers what the verified token says of the person.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn finish(&self, returned: Returned<'_>) -> Result<Claims, Fault> {
        let mut known = self.known(returned.now).await?;
        self.refuse_other(&known.discovered, returned.issuer)?;
        let tokens = self.exchange(&known.discovered, returned).await?;
        let token = tokens.id_token.ok_or(TokenFault::Malformed)?;
        let expected = Expected {
            issuer: &self.settings.issuer,
            client_id: &self.settings.client_id,
            nonce: returned.nonce,
            now: returned.now,
        };
        let mut verified = Unverified::read(&token)?.verify(&known.keys, &expected);
        // Providers change their keys, some under the same name or without any.
        if let Err(TokenFault::UnknownKey | TokenFault::Signature) = verified
            && let Some(newer) = self.newer(&known, returned.now).await?
        {
            known = newer;
            verified = Unverified::read(&token)?.verify(&known.keys, &expected);
        }
        let mut claims = verified?;
        if Claims::lacks(&claims, &self.settings.claims)
            && let (Some(url), Some(access)) = (&known.discovered.userinfo_endpoint, &tokens.access_token)
        {
            complete(&mut claims, self.http.get(url, Some(access)).await?)?;
        }
        Ok(Claims::read(&claims, &self.settings.claims))
    }

    /// A provider that names itself must be the one that was asked (RFC 9207): otherwise somebody mixes two up.
    fn refuse_other(&self, discovered: &Discovered, named: Option<&str>) -> Result<(), Fault> {
        let must_name = discovered.authorization_response_iss_parameter_supported;
        match named {
            Some(named) if named == self.settings.issuer => Ok(()),
            None if !must_name => Ok(()),
            other => Err(Fault::OtherIssuer {
                expected: self.settings.issuer.clone(),
                found: cut(other.unwrap_or_default()),
            }),
        }
    }

    async fn exchange(&self, discovered: &Discovered, returned: Returned<'_>) -> Result<Tokens, Fault> {
        let url = &discovered.token_endpoint;
        let mut form = vec![
            ("grant_type", "authorization_code"),
            ("code", returned.code),
            ("redirect_uri", self.settings.redirect_uri.as_str()),
            ("code_verifier", returned.verifier),
        ];
        let client_id = self.settings.client_id.as_str();
        // Both are escaped as in a form before they go into the header (RFC 6749, section 2.3.1).
        let escaped = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
        let basic = match &self.settings.client_secret {
            Some(secret) if discovered.takes_basic() => Some((escaped(client_id), escaped(secret))),
            Some(secret) => {
                form.extend([("client_id", client_id), ("client_secret", secret)]);
                None
            }
            None => {
                form.push(("client_id", client_id));
                None
            }
        };
        let basic = basic.as_ref().map(|(name, secret)| (name.as_str(), secret.as_str()));
        let (status, body) = self.http.post(url, basic, &form).await?;
        if (200..300).contains(&status) {
            return http::read(url, &body);
        }
        match serde_json::from_slice::<Refusal>(&body) {
            Ok(refusal) if status < 500 && status != 429 => {
                let word = |letter: &char| letter.is_ascii_alphanumeric() || "_-.".contains(*letter);
                Err(Fault::Refused { error: refusal.error.chars().filter(word).take(64).collect() })
            }
            _ => Err(Fault::Status { url: http::shown(url), status }),
        }
    }

    /// What the provider says of itself; asked when that is not known, or was asked long ago.
    async fn known(&self, now: DateTime<Utc>) -> Result<Remembered, Fault> {
        let fresh = |found: &Remembered| now - found.since < REMEMBERED;
        let remembered = self.remembered.lock().await.clone();
        let mut asking = match &remembered {
            Some(remembered) if fresh(remembered) => return Ok(remembered.clone()),
            // One that is away for a moment is still the one that it was: nobody waits for another's question.
            Some(remembered) => match self.asking.try_lock() {
                Ok(asking) => asking,
                Err(_) => return Ok(remembered.clone()),
            },
            None => self.asking.lock().await,
        };
        if let Some(found) = self.remembered.lock().await.clone().filter(fresh) {
            return Ok(found);
        }
        let asked = match &asking.failed {
            Some(failed) if now - failed.at < REST => {
                Err(Fault::Resting { reason: failed.reason.clone(), passing: failed.passing })
            }
            _ => self.ask(&mut asking, now).await,
        };
        match remembered {
            Some(remembered) => Ok(asked.unwrap_or(remembered)),
            None => asked,
        }
    }

    /// What the provider says of itself now that these keys do not fit; `None`: it was asked for others a moment ago.
    async fn newer(&self, known: &Remembered, now: DateTime<Utc>) -> Result<Option<Remembered>, Fault> {
        let mut asking = self.asking.lock().await;
        let found = self.remembered.lock().await.clone();
        if let Some(found) = found.filter(|found| !Arc::ptr_eq(&found.keys, &known.keys)) {
            return Ok(Some(found));
        }
        if asking.keys_at.is_some_and(|at| now - at < KEYS_REST) {
            return Ok(None);
        }
        asking.keys_at = Some(now);
        self.ask(&mut asking, now).await.map(Some)
    }

    async fn ask(&self, asking: &mut Asking, now: DateTime<Utc>) -> Result<Remembered, Fault> {
        let asked = self.fetch(now).await;
        asking.failed = asked.as_ref().err().map(|fault| Failed {
            at: now,
            reason: fault.to_string(),
            passing: fault.is_passing(),
        });
        let asked = asked?;
        *self.remembered.lock().await = Some(asked.clone());
        Ok(asked)
    }

    async fn fetch(&self, now: DateTime<Utc>) -> Result<Remembered, Fault> {
        let discovered = Discovered::fetch(&self.http, &self.settings.issuer).await?;
        let keys = discovered.keys(&self.http).await?;
        Ok(Remembered { since: now, discovered: Arc::new(discovered), keys: Arc::new(keys) })
    }
}

/// Adds what the provider says of the same person elsewhere, as far as the token says nothing of it. The address and
/// whether it is verified belong together.
fn complete(claims: &mut Map<String, Value>, more: Map<String, Value>) -> Result<(), Fault> {
    if more.get("sub") != claims.get("sub") {
        return Err(TokenFault::OtherSubject.into());
    }
    let has_email = claims.contains_key("email");
    if !has_email {
        claims.remove("email_verified");
    }
    for (name, value) in more {
        if !(claims.contains_key(&name) || has_email && name == "email_verified") {
            claims.insert(name, value);
        }
    }
    Ok(())
}
