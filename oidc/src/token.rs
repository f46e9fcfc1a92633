//! Verifies an ID token (`OpenID` Connect Core 1.0, section 3.1.3.7).

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::{
    fault::TokenFault,
    key::{Algorithm, KeySet},
};

/// How far clocks may differ, in seconds.
const LEEWAY: f64 = 60.0;
/// The longest name of a person at a provider.
const LONGEST_SUBJECT: usize = 255;

/// What a token must say.
pub(crate) struct Expected<'a> {
    pub(crate) issuer: &'a str,
    pub(crate) client_id: &'a str,
    pub(crate) nonce: &'a str,
    pub(crate) now: DateTime<Utc>,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
    /// Extensions that must be understood: none is.
    crit: Option<Value>,
}

/// A token that was taken apart and not verified yet.
pub(crate) struct Unverified<'a> {
    algorithm: Algorithm,
    kid: Option<String>,
    signed: &'a str,
    signature: Vec<u8>,
    payload: Vec<u8>,
}

impl<'a> Unverified<'a> {
    /// Takes a token apart.
    pub(crate) fn read(token: &'a str) -> Result<Self, TokenFault> {
        let (signed, signature) = token.rsplit_once('.').ok_or(TokenFault::Malformed)?;
        let (header, payload) = signed.split_once('.').ok_or(TokenFault::Malformed)?;
        let decode = |text: &str| BASE64_URL_SAFE_NO_PAD.decode(text).map_err(|_| TokenFault::Malformed);
        let header: Header = serde_json::from_slice(&decode(header)?).map_err(|_| TokenFault::Malformed)?;
        let algorithm = Algorithm::parse(&header.alg).ok_or(TokenFault::Algorithm)?;
        if header.crit.is_some() {
            return Err(TokenFault::Algorithm);
        }
        Ok(Self {
            algorithm,
            kid: header.kid,
            signed,
            signature: decode(signature)?,
            payload: decode(payload)?,
        })
    }

    /// Whether one of these keys may have signed it.
    fn is_known_to(&self, keys: &KeySet) -> bool {
        keys.fitting(self.algorithm, self.kid.as_deref()).next().is_some()
    }

    /// The claims, if one of these keys signed them and they say what is expected.
    pub(crate) fn verify(
        self,
        keys: &KeySet,
        expected: &Expected<'_>,
    ) -> Result<Map<String, Value>, TokenFault> {
        if !self.is_known_to(keys) {
            return Err(TokenFault::UnknownKey);
        }
        let mut fitting = keys.fitting(self.algorithm, self.kid.as_deref());
        if !fitting.any(|key| key.signed(self.algorithm, self.signed.as_bytes(), &self.signature)) {
            return Err(TokenFault::Signature);
        }
        let claims = serde_json::from_slice(&self.payload).map_err(|_| TokenFault::Malformed)?;
        check(&claims, expected)?;
        Ok(claims)
    }
}

fn check(claims: &Map<String, Value>, expected: &Expected<'_>) -> Result<(), TokenFault> {
    let text = |name: &str| claims.get(name).and_then(Value::as_str);
    if text("iss") != Some(expected.issuer) {
        return Err(TokenFault::Issuer);
    }
    let (ours, several) = match claims.get("aud") {
        Some(Value::String(one)) => (one == expected.client_id, false),
        Some(Value::Array(all)) => {
            (all.iter().any(|one| one.as_str() == Some(expected.client_id)), all.len() > 1)
        }
        _ => (false, false),
    };
    let party_fits = match claims.get("azp") {
        Some(party) => party.as_str() == Some(expected.client_id),
        None => !several,
    };
    if !ours || !party_fits {
        return Err(TokenFault::Audience);
    }
    // Seconds since 1970 are exact in a float for longer than anybody logs in.
    #[allow(clippy::cast_precision_loss, reason = "exact up to 2^53 seconds")]
    let now = expected.now.timestamp() as f64;
    let time = |name: &str| claims.get(name).and_then(Value::as_f64);
    if time("exp").is_none_or(|until| until + LEEWAY <= now) {
        return Err(TokenFault::Expired);
    }
    if time("iat").is_none_or(|at| at - LEEWAY > now) {
        return Err(TokenFault::Future);
    }
    // A time that is no number must not pass for one that is absent.
    if claims.contains_key("nbf") && time("nbf").is_none_or(|from| from - LEEWAY > now) {
        return Err(TokenFault::Future);
    }
    if text("nonce") != Some(expected.nonce) {
        return Err(TokenFault::Nonce);
    }
    match text("sub") {
        Some(subject)
            if !subject.is_empty()
                && subject.len() <= LONGEST_SUBJECT
                && !subject.contains(char::is_control) =>
        {
            Ok(())
        }
        _ => Err(TokenFault::Subject),
    }
}
