//! Proof that a form was sent from one of our own pages, and to whom that page was shown: a token that only the holder
//! of the cookie gets.
//!
//! The key is the cookie itself, the session's or, before the log-in, that of the visit. Both are random, `HttpOnly`
//! and known to nobody else, so no further secret has to be kept or shared between nodes. Each page shows a different
//! token, so that compression gives nothing away. A second seal names the person: what was typed into a form is shown
//! again only to them, whoever else sends the form from the same browser.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

use crate::random;

const NONCE: usize = 16;
const SEAL: usize = 32;
const FORM: &[u8] = b"schalter form 1";
const PERSON: &[u8] = b"schalter person 1";

/// A token of our making, whoever it was made for.
#[derive(Debug)]
pub(crate) struct Token([u8; NONCE + 2 * SEAL]);

/// A token for forms of the holder of `cookie`, shown to `person`; nobody is the empty text.
pub(crate) fn token(cookie: &str, person: &str) -> String {
    let Some(nonce) = random::bytes::<NONCE>() else {
        return String::new();
    };
    let seal = |label, key| seal(label, key, &nonce).map(|mac| mac.finalize().into_bytes());
    match (seal(FORM, cookie), seal(PERSON, person)) {
        (Some(form), Some(person)) => URL_SAFE_NO_PAD.encode([&nonce[..], &form, &person].concat()),
        _ => String::new(),
    }
}

/// A short name for a person that tells nothing about them.
pub(crate) fn mark(person: &str) -> String {
    let digest = Sha256::digest(person);
    URL_SAFE_NO_PAD.encode(digest.get(..6).unwrap_or_default())
}

impl Token {
    /// Reads a token; nothing for what none of our pages ever held.
    pub(crate) fn read(text: &str) -> Option<Self> {
        Some(Self(URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok()?))
    }

    /// Whether it was made for the holder of `cookie`.
    pub(crate) fn is_of(&self, cookie: &str) -> bool {
        let (nonce, seals) = self.0.split_at(NONCE);
        let (given, _) = seals.split_at(SEAL);
        !cookie.is_empty() && seal(FORM, cookie, nonce).is_some_and(|mac| mac.verify_slice(given).is_ok())
    }

    /// Whether the page was shown to `person`.
    pub(crate) fn was_shown_to(&self, person: &str) -> bool {
        let (nonce, seals) = self.0.split_at(NONCE);
        let (_, given) = seals.split_at(SEAL);
        seal(PERSON, person, nonce).is_some_and(|mac| mac.verify_slice(given).is_ok())
    }
}

fn seal(label: &[u8], key: &str, nonce: &[u8]) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).ok()?;
    mac.update(label);
    mac.update(nonce);
    Some(mac)
}
