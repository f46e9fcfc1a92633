//! Proof that a form was sent from one of our own pages: a token that only the holder of the cookie is shown.
//!
//! The key is the cookie itself, the session's or, before the log-in, that of the visit. Both are random, `HttpOnly`
//! and known to nobody else, so no further secret has to be kept or shared between nodes. Each page shows a different
//! token, so that compression gives nothing away.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::random;

const NONCE: usize = 16;
const LABEL: &[u8] = b"schalter form 1";

/// A token for forms of the holder of `cookie`.
pub(crate) fn token(cookie: &str) -> String {
    let Some(nonce) = random::bytes::<NONCE>() else {
        return String::new();
    };
    let seal = seal(cookie, &nonce).map(|mac| mac.finalize().into_bytes());
    URL_SAFE_NO_PAD.encode([&nonce[..], seal.as_deref().unwrap_or_default()].concat())
}

/// Whether `token` was made for the holder of `cookie`.
pub(crate) fn verify(cookie: &str, token: &str) -> bool {
    if cookie.is_empty() {
        return false;
    }
    let Ok(bytes) = URL_SAFE_NO_PAD.decode(token) else {
        return false;
    };
    let Some((nonce, seal_given)) = bytes.split_at_checked(NONCE) else {
        return false;
    };
    seal(cookie, nonce).is_some_and(|mac| mac.verify_slice(seal_given).is_ok())
}

fn seal(cookie: &str, nonce: &[u8]) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(cookie.as_bytes()).ok()?;
    mac.update(LABEL);
    mac.update(nonce);
    Some(mac)
}
