//! Signs outgoing mail for its domain (DKIM, RFC 6376; Ed25519: RFC 8463), so that the servers of recipients can tell that it is
//! ours.

use std::sync::Arc;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use engine::content::address::{is_within, nearest_domain};
use mail_auth::{
    common::{
        crypto::{DkimKey, Ed25519Key, RsaKey, Sha256},
        headers::HeaderWriter as _,
    },
    dkim::{Canonicalization, DkimSigner, Done},
};
use rustls::pki_types::{PrivateKeyDer, pem::PemObject as _};
use thiserror::Error;

mod generate;
mod published;

pub use generate::{GenerateError, Kind, generate};
pub use published::Unpublished;

use super::message::Outgoing;

/// What must not change on the way of mail that can be unsubscribed from (RFC 8058, 3.1). Other mail does without: a mailing list
/// that adds them would break its signature.
const UNSUBSCRIBING: [&str; 2] = ["List-Unsubscribe", "List-Unsubscribe-Post"];

/// What must not change on the way. `From` stands twice, so that nobody adds a second one (RFC 6376, 5.4.2).
const HEADERS: [&str; 11] = [
    "From",
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "Reply-To",
    "In-Reply-To",
    "References",
    "MIME-Version",
    "Content-Type",
];

/// The beginning of a `SubjectPublicKeyInfo` of RSA up to the key itself (RFC 3279, 2.3.1): the algorithm and no parameters.
const RSA_ALGORITHM: [u8; 15] =
    [0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00];

/// Why nothing can be signed with a key.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum KeyError {
    /// It is no PEM of a private key.
    #[error("is not a PEM private key; create one with `schalter dkim key`")]
    Pem,
    /// It is of another kind, or too short to be accepted by anybody.
    #[error("must be an Ed25519 key or an RSA key of at least 2048 bits")]
    Kind,
}

/// Signs the mail of one domain.
pub struct Signer {
    key: DkimSigner<DkimKey, Done>,
    /// The same for mail that can be unsubscribed from.
    unsubscribing: DkimSigner<DkimKey, Done>,
    domain: String,
    selector: String,
    record: String,
}

impl std::fmt::Debug for Signer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Signer").field("name", &self.name()).finish_non_exhaustive()
    }
}

impl Signer {
    /// Reads a private key (PEM: PKCS#1 or PKCS#8) for a domain and a selector.
    ///
    /// # Errors
    /// When nothing can be signed with it.
    pub fn new(domain: &str, selector: &str, pem: &str) -> Result<Self, KeyError> {
        let (key, record) = read(pem)?;
        let (unsubscribing, _) = read(pem)?;
        let signs = |key, headers: &[&str]| {
            DkimSigner::from_key(key)
                .domain(domain)
                .selector(selector)
                .headers(headers.iter().copied())
                .header_canonicalization(Canonicalization::Relaxed)
                .body_canonicalization(Canonicalization::Relaxed)
        };
        Ok(Self {
            key: signs(key, &HEADERS),
            unsubscribing: signs(unsubscribing, &[&HEADERS[..], &UNSUBSCRIBING].concat()),
            domain: domain.to_lowercase(),
            selector: selector.to_owned(),
            record,
        })
    }

    /// The name under which the key has to be published as a TXT record.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{}._domainkey.{}", self.selector, self.domain)
    }

    /// The text of that record.
    #[must_use]
    pub fn record(&self) -> &str {
        &self.record
    }

    /// The domain that it signs for.
    #[must_use]
    pub fn domain(&self) -> &str {
        &self.domain
    }

    /// Whether mail from this domain is signed.
    #[must_use]
    pub fn is_for(&self, domain: &str) -> bool {
        is_within(domain, &self.domain)
    }

    /// Signs a mail that is from its domain or one below. Others stay as they are: a signature of another domain is worth
    /// nothing to them.
    pub(super) fn sign(&self, mail: &mut Outgoing) {
        if !self.is_for(mail.from.domain()) {
            return;
        }
        let key = if mail.unsubscribes { &self.unsubscribing } else { &self.key };
        match key.sign(&mail.raw) {
            Ok(signature) => {
                let mut signed = signature.to_header().into_bytes();
                signed.append(&mut mail.raw);
                mail.raw = signed;
            }
            // Unsigned it still arrives in most places; not at all it would in none.
            Err(error) => tracing::error!(%error, "a letter could not be signed and is sent without"),
        }
    }

    /// Asks the system's name server whether whoever receives our mail finds the key.
    ///
    /// # Errors
    /// Why they do not.
    pub async fn published(&self) -> Result<(), Unpublished> {
        published::judge(&published::records(&self.name()).await?, &self.record)
    }
}

/// The signer for mail from this domain: that of the domain itself before one of a domain above.
#[must_use]
pub fn nearest<'s>(signers: &'s [Arc<Signer>], domain: &str) -> Option<&'s Signer> {
    let domains = signers.iter().map(|signer| signer.domain());
    let name = nearest_domain(domains, domain)?;
    signers.iter().map(AsRef::as_ref).find(|signer| signer.domain() == name)
}

/// The key of a PEM, and the text of its record.
fn read(pem: &str) -> Result<(DkimKey, String), KeyError> {
    let der = PrivateKeyDer::from_pem_slice(pem.as_bytes()).map_err(|_| KeyError::Pem)?;
    let ed25519 = match &der {
        PrivateKeyDer::Pkcs8(der) => Ed25519Key::from_pkcs8_maybe_unchecked_der(der.secret_pkcs8_der()).ok(),
        _ => None,
    };
    let (key, record) = if let Some(key) = ed25519 {
        let record = format!("v=DKIM1; k=ed25519; p={}", STANDARD.encode(key.public_key()));
        (DkimKey::Ed25519(key), record)
    } else {
        let key = RsaKey::<Sha256>::from_key_der(der).map_err(|_| KeyError::Kind)?;
        let record = format!("v=DKIM1; k=rsa; p={}", STANDARD.encode(spki(&key.public_key())));
        (DkimKey::Rsa(key), record)
    };
    Ok((key, record))
}

/// A public key of RSA as DER within its `SubjectPublicKeyInfo`, which is what the record holds.
fn spki(key: &[u8]) -> Vec<u8> {
    let mut bits = vec![0];
    bits.extend_from_slice(key);
    let mut content = RSA_ALGORITHM.to_vec();
    content.extend(element(0x03, &bits));
    element(0x30, &content)
}

/// One element of DER: its kind, its length, its content.
fn element(kind: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len().to_be_bytes();
    let significant: Vec<u8> = length.iter().copied().skip_while(|byte| *byte == 0).collect();
    let mut bytes = vec![kind];
    match significant.as_slice() {
        [] => bytes.push(0),
        [short] if *short < 0x80 => bytes.push(*short),
        long => {
            bytes.push(0x80 | u8::try_from(long.len()).unwrap_or_default());
            bytes.extend_from_slice(long);
        }
    }
    bytes.extend_from_slice(content);
    bytes
}

#[cfg(test)]
mod tests {
    use super::{KeyError, Signer};

    #[test]
    fn what_is_no_key_is_said_to_be_none() {
        for pem in ["", "key", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"] {
            assert_eq!(Signer::new("example.org", "s1", pem).err(), Some(KeyError::Pem), "{pem}");
        }
    }
}
