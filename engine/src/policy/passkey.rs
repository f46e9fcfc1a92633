//! Passkeys: what a browser is asked, and whether its answer holds. `WebAuthn` itself is read and verified by webauthn-rs.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::TimeDelta;
use serde_json::{Value, json};
use url::Url;
use uuid::Uuid;
use webauthn_rs::prelude::{
    DiscoverableAuthentication, Passkey, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, Webauthn, WebauthnBuilder, WebauthnError,
};

use crate::error::{Error, Result};

/// How long the answer to what a browser was asked is waited for.
pub(crate) const CEREMONY: TimeDelta = TimeDelta::minutes(5);

/// How many a person has at most.
pub(crate) const MOST: usize = 20;

/// Longer names break every list.
pub(crate) const LONGEST_NAME: usize = 60;

/// For whose pages passkeys are made: the name in their address, and their origin. Browsers make none for an address that is
/// not encrypted, or that is no name.
pub(crate) struct RelyingParty(Webauthn);

/// What a browser is asked, and what has to be remembered until it answers.
pub(crate) struct Question {
    /// The options for `navigator.credentials`, in the form of JSON that `WebAuthn` defines.
    pub(crate) options: Value,
    /// What is kept meanwhile.
    pub(crate) state: String,
}

/// A passkey that was made.
pub(crate) struct Made {
    /// By what browsers call it.
    pub(crate) credential_id: String,
    /// What is kept of it.
    pub(crate) credential: String,
}

/// Why an answer does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Invalid {
    /// It does not fit what was asked, or is not signed by the passkey.
    Wrong,
    /// The signature counter ran backwards: there seems to be a copy of the passkey.
    Copied,
}

/// What a passkey answered at a log-in, before anybody has verified it.
pub(crate) struct Answered(PublicKeyCredential);

impl Answered {
    /// Reads the JSON that a browser makes of it; `None`: it is none.
    pub(crate) fn read(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok().map(Self)
    }

    /// By what browsers call the passkey.
    pub(crate) fn credential_id(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0.get_credential_id())
    }

    /// Whose passkey it says it is; a security key need not know.
    pub(crate) fn user(&self) -> Option<Uuid> {
        self.0.get_user_unique_id().and_then(|bytes| Uuid::from_slice(bytes).ok())
    }
}

impl RelyingParty {
    /// The pages at this address; `None`: browsers make no passkeys for them.
    pub(crate) fn of(public_url: &str, name: &str) -> Option<Self> {
        let url = Url::parse(public_url).ok()?;
        let host = url.domain()?.to_owned();
        let local = host == "localhost" || host.ends_with(".localhost");
        if !(url.scheme() == "https" || (url.scheme() == "http" && local)) {
            return None;
        }
        let builder = WebauthnBuilder::new(&host, &url).ok()?;
        // Of this machine alone, any port will do: whoever tries something out has several.
        builder.rp_name(name).allow_any_port(local).build().ok().map(Self)
    }

    /// Asks for a new passkey, on an authenticator that holds none of those that are `known`.
    pub(crate) fn ask_for_new(
        &self,
        user: Uuid,
        (email, name): (&str, &str),
        known: &[String],
    ) -> Result<Question> {
        let name = if name.trim().is_empty() { email } else { name };
        let known = known.iter().filter_map(|credential| Some(kept(credential)?.cred_id().clone()));
        let asked = self.0.start_passkey_registration(user, email, name, Some(known.collect()));
        let (options, state) = asked.map_err(Error::internal)?;
        let mut options = serde_json::to_value(options.public_key)?;
        if let Some(selection) = options.get_mut("authenticatorSelection") {
            // One that is found without a name lets its owner in without one; keys that cannot are welcome all the same.
            selection["residentKey"] = json!("preferred");
        }
        Ok(Question { options, state: serde_json::to_string(&state)? })
    }

    /// The passkey that was made, if the answer holds.
    pub(crate) fn made(&self, state: &str, answer: &str) -> Result<Option<Made>> {
        let state: PasskeyRegistration = serde_json::from_str(state)?;
        let Ok(answer) = serde_json::from_str::<RegisterPublicKeyCredential>(answer) else { return Ok(None) };
        let Ok(passkey) = self.0.finish_passkey_registration(&answer, &state) else { return Ok(None) };
        let credential_id = URL_SAFE_NO_PAD.encode(passkey.cred_id());
        Ok(Some(Made { credential_id, credential: serde_json::to_string(&passkey)? }))
    }

    /// Asks for one of these passkeys; without any, for whichever the browser has.
    pub(crate) fn ask(&self, known: &[String]) -> Result<Question> {
        let (options, state) = self.0.start_discoverable_authentication().map_err(Error::internal)?;
        let mut options = serde_json::to_value(options.public_key)?;
        let known: Vec<Value> = known.iter().filter_map(|credential| described(credential)).collect();
        options["allowCredentials"] = Value::Array(known);
        Ok(Question { options, state: serde_json::to_string(&state)? })
    }

    /// Whether the answer is one of this passkey; with what is to be kept of it from now on, if that has changed.
    pub(crate) fn holds(
        &self,
        state: &str,
        answer: &Answered,
        credential: &str,
    ) -> Result<Result<Option<String>, Invalid>> {
        let state: DiscoverableAuthentication = serde_json::from_str(state)?;
        let mut passkey: Passkey = serde_json::from_str(credential)?;
        let verified = self.0.finish_discoverable_authentication_v2(&answer.0, state, &passkey);
        Ok(match verified {
            Ok(verified) => {
                let changed = passkey.update_credential(&verified) == Some(true);
                Ok(changed.then(|| serde_json::to_string(&passkey)).transpose()?)
            }
            Err(WebauthnError::CredentialPossibleCompromise) => Err(Invalid::Copied),
            Err(error) => {
                tracing::debug!(%error, "the answer of a passkey does not hold");
                Err(Invalid::Wrong)
            }
        })
    }
}

fn kept(credential: &str) -> Option<Passkey> {
    serde_json::from_str(credential).ok()
}

/// A passkey as the options name it, with the ways on which the browser reaches it.
fn described(credential: &str) -> Option<Value> {
    let mut described =
        json!({ "type": "public-key", "id": URL_SAFE_NO_PAD.encode(kept(credential)?.cred_id()) });
    let whole: Value = serde_json::from_str(credential).ok()?;
    if let Some(transports) = whole.pointer("/cred/transports").filter(|given| given.is_array()) {
        described["transports"] = transports.clone();
    }
    Some(described)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passkeys_need_an_encrypted_address_with_a_name_or_localhost() {
        let may = |url| RelyingParty::of(url, "Support").is_some();
        for good in ["https://support.example", "https://support.example:8443/desk", "http://localhost:8080"]
        {
            assert!(may(good), "{good}");
        }
        for bad in [
            "http://support.example",
            "http://127.0.0.1:8080",
            "https://127.0.0.1",
            "https://[::1]",
            "support.example",
            "",
        ] {
            assert!(!may(bad), "{bad}");
        }
    }
}
