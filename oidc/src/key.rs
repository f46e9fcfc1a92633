//! A provider's keys (RFC 7517), and whether one of them signed something (RFC 7518, RFC 8037).

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use ring::signature::{
    self, RsaParameters, RsaPublicKeyComponents, UnparsedPublicKey, VerificationAlgorithm,
};
use serde::Deserialize;

/// The keys of a provider.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct KeySet {
    keys: Vec<Key>,
}

/// A public key, as far as it is known here; one of an unknown kind fits no algorithm.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Key {
    kty: String,
    kid: Option<String>,
    #[serde(rename = "use")]
    usage: Option<String>,
    alg: Option<String>,
    crv: Option<String>,
    n: Option<String>,
    e: Option<String>,
    x: Option<String>,
    y: Option<String>,
}

/// The algorithms that are accepted: signatures by keys of which only the provider has the secret half.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Algorithm {
    Rs256,
    Rs384,
    Rs512,
    Ps256,
    Ps384,
    Ps512,
    Es256,
    Es384,
    EdDsa,
}

impl Algorithm {
    pub(crate) fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "RS256" => Self::Rs256,
            "RS384" => Self::Rs384,
            "RS512" => Self::Rs512,
            "PS256" => Self::Ps256,
            "PS384" => Self::Ps384,
            "PS512" => Self::Ps512,
            "ES256" => Self::Es256,
            "ES384" => Self::Es384,
            "EdDSA" | "Ed25519" => Self::EdDsa,
            _ => return None,
        })
    }

    /// The kind of key, and its curve.
    const fn needs(self) -> (&'static str, Option<&'static str>) {
        match self {
            Self::Rs256 | Self::Rs384 | Self::Rs512 | Self::Ps256 | Self::Ps384 | Self::Ps512 => {
                ("RSA", None)
            }
            Self::Es256 => ("EC", Some("P-256")),
            Self::Es384 => ("EC", Some("P-384")),
            Self::EdDsa => ("OKP", Some("Ed25519")),
        }
    }

    fn rsa(self) -> Option<&'static RsaParameters> {
        Some(match self {
            Self::Rs256 => &signature::RSA_PKCS1_2048_8192_SHA256,
            Self::Rs384 => &signature::RSA_PKCS1_2048_8192_SHA384,
            Self::Rs512 => &signature::RSA_PKCS1_2048_8192_SHA512,
            Self::Ps256 => &signature::RSA_PSS_2048_8192_SHA256,
            Self::Ps384 => &signature::RSA_PSS_2048_8192_SHA384,
            Self::Ps512 => &signature::RSA_PSS_2048_8192_SHA512,
            Self::Es256 | Self::Es384 | Self::EdDsa => return None,
        })
    }
}

impl KeySet {
    /// The keys that may have signed with this algorithm under this name.
    pub(crate) fn fitting(&self, algorithm: Algorithm, kid: Option<&str>) -> impl Iterator<Item = &Key> {
        self.keys
            .iter()
            .filter(move |key| key.fits(algorithm) && kid.is_none_or(|kid| key.kid.as_deref() == Some(kid)))
    }
}

impl Key {
    fn fits(&self, algorithm: Algorithm) -> bool {
        let (kind, curve) = algorithm.needs();
        let for_signing = self.usage.as_deref().is_none_or(|usage| usage == "sig");
        let for_this = self.alg.as_deref().is_none_or(|alg| Algorithm::parse(alg) == Some(algorithm));
        self.kty == kind
            && for_signing
            && for_this
            && curve.is_none_or(|curve| self.crv.as_deref() == Some(curve))
    }

    /// Whether this key signed the message.
    pub(crate) fn signed(&self, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> bool {
        if let Some(parameters) = algorithm.rsa() {
            let (Some(n), Some(e)) = (bytes(self.n.as_ref()), bytes(self.e.as_ref())) else { return false };
            // ring refuses numbers that begin with a zero, which some providers write.
            let (n, e) = (trimmed(&n), trimmed(&e));
            return RsaPublicKeyComponents { n, e }.verify(parameters, message, signature).is_ok();
        }
        let Some(x) = bytes(self.x.as_ref()) else { return false };
        let (with, key): (&'static dyn VerificationAlgorithm, Vec<u8>) = match algorithm {
            Algorithm::EdDsa => (&signature::ED25519, x),
            Algorithm::Es256 => (&signature::ECDSA_P256_SHA256_FIXED, self.point(&x)),
            _ => (&signature::ECDSA_P384_SHA384_FIXED, self.point(&x)),
        };
        UnparsedPublicKey::new(with, key).verify(message, signature).is_ok()
    }

    /// A point of a curve, uncompressed.
    fn point(&self, x: &[u8]) -> Vec<u8> {
        [&[4], x, &bytes(self.y.as_ref()).unwrap_or_default()].concat()
    }
}

fn bytes(text: Option<&String>) -> Option<Vec<u8>> {
    BASE64_URL_SAFE_NO_PAD.decode(text?).ok()
}

fn trimmed(number: &[u8]) -> &[u8] {
    let zeros = number.iter().take_while(|byte| **byte == 0).count();
    number.get(zeros..).unwrap_or_default()
}
