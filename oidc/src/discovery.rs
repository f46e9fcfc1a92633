//! What a provider says of itself: its endpoints, and the keys it signs with (`OpenID` Connect Discovery 1.0).

use serde::{Deserialize, Deserializer, de::Error as _};
use url::Url;

use crate::{
    fault::{Fault, cut},
    http::Http,
    key::KeySet,
};

/// The prompt by which a provider asks which account it is to be.
pub(crate) const SELECT_ACCOUNT: &str = "select_account";

/// Providers that can, and do not say so.
const LET_CHOOSE: [&str; 2] = ["accounts.google.com", "login.microsoftonline.com"];

/// Endpoints of any provider are much shorter.
const LONGEST_URL: usize = 2000;

/// The document of a provider, as far as it is used.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Discovered {
    issuer: String,
    #[serde(deserialize_with = "url")]
    pub(crate) authorization_endpoint: Url,
    #[serde(deserialize_with = "url")]
    pub(crate) token_endpoint: Url,
    #[serde(deserialize_with = "url")]
    pub(crate) jwks_uri: Url,
    #[serde(default, deserialize_with = "optional_url")]
    pub(crate) userinfo_endpoint: Option<Url>,
    #[serde(default)]
    token_endpoint_auth_methods_supported: Option<Vec<String>>,
    #[serde(default)]
    prompt_values_supported: Option<Vec<String>>,
    /// Whether it names itself when it sends somebody back (RFC 9207).
    #[serde(default)]
    pub(crate) authorization_response_iss_parameter_supported: bool,
}

impl Discovered {
    /// Asks the provider of this issuer.
    pub(crate) async fn fetch(http: &Http, issuer: &str) -> Result<Self, Fault> {
        let written = format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'));
        let url = Url::parse(&written)
            .map_err(|error| Fault::Unreadable { url: written, reason: error.to_string() })?;
        let found: Self = http.get(&url, None).await?;
        if found.issuer != issuer {
            return Err(Fault::OtherIssuer { expected: issuer.to_owned(), found: cut(&found.issuer) });
        }
        found.refuse_plain(&url)?;
        Ok(found)
    }

    /// A provider that is reached over TLS must not lead to places that are not.
    fn refuse_plain(&self, asked: &Url) -> Result<(), Fault> {
        let places = [&self.authorization_endpoint, &self.token_endpoint, &self.jwks_uri];
        let mut all = places.into_iter().chain(&self.userinfo_endpoint);
        match all.find(|url| url.scheme() != "https" && (asked.scheme() == "https" || url.scheme() != "http"))
        {
            Some(plain) => {
                let reason = format!("an endpoint is not https: {plain}");
                Err(Fault::Unreadable { url: asked.to_string(), reason })
            }
            None => Ok(()),
        }
    }

    /// Whether the secret goes in the header; the specification's default.
    pub(crate) fn takes_basic(&self) -> bool {
        let methods = self.token_endpoint_auth_methods_supported.as_ref();
        methods.is_none_or(|methods| methods.iter().any(|method| method == "client_secret_basic"))
    }

    /// Whether it can ask which account it is to be. Some turn down what they do not know, so that it has to be said by the provider,
    /// or to be known of it.
    pub(crate) fn lets_choose(&self) -> bool {
        match &self.prompt_values_supported {
            Some(values) => values.iter().any(|value| value == SELECT_ACCOUNT),
            None => self.authorization_endpoint.host_str().is_some_and(|host| LET_CHOOSE.contains(&host)),
        }
    }

    /// Asks for the keys.
    pub(crate) async fn keys(&self, http: &Http) -> Result<KeySet, Fault> {
        http.get(&self.jwks_uri, None).await
    }
}

fn url<'de, D: Deserializer<'de>>(from: D) -> Result<Url, D::Error> {
    parsed(&String::deserialize(from)?).map_err(D::Error::custom)
}

fn optional_url<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Url>, D::Error> {
    let text = Option::<String>::deserialize(from)?;
    text.map(|text| parsed(&text)).transpose().map_err(D::Error::custom)
}

/// An endpoint; faults name it, so it must not be without end.
fn parsed(text: &str) -> Result<Url, &'static str> {
    if text.len() > LONGEST_URL {
        return Err("an address is too long");
    }
    Url::parse(text).map_err(|_| "an address cannot be read")
}
