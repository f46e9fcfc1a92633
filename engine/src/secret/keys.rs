//! Keys of the operator, from files: what is sealed under them is of no use to whoever has a copy of the database alone.

use std::fmt;

use base64::{
    Engine as _,
    prelude::{BASE64_STANDARD, BASE64_STANDARD_NO_PAD, BASE64_URL_SAFE_NO_PAD},
};

use super::Secret;
use crate::{
    blobs::{hex, sha256_hex},
    error::Result,
    rng::Rng,
};

/// Characters of a key's name in what it sealed.
const NAME: usize = 12;

/// The key that secrets in the database are sealed under, and older ones that what they sealed is still read with.
#[derive(Clone)]
pub struct Keys {
    current: Key,
    old: Vec<Key>,
}

#[derive(Clone)]
struct Key {
    /// By what it is known again; tells nothing of the key.
    name: String,
    secret: Secret,
}

/// A text that is no key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is not a key: it must be 32 bytes in Base64 or hexadecimal, as `schalter secrets key` creates it")]
pub struct BadKey;

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keys(…)")
    }
}

impl Keys {
    /// Reads the key that secrets are sealed under.
    ///
    /// # Errors
    /// [`BadKey`].
    pub fn parse(text: &str) -> Result<Self, BadKey> {
        Ok(Self { current: Key::parse(text)?, old: Vec::new() })
    }

    /// The same with an older key, which opens what it sealed and seals nothing any more.
    ///
    /// # Errors
    /// [`BadKey`].
    pub fn and_old(mut self, text: &str) -> Result<Self, BadKey> {
        self.old.push(Key::parse(text)?);
        Ok(self)
    }

    /// A new key, as a text for a file.
    ///
    /// # Errors
    /// Internal, when the system has no randomness to give.
    pub fn generate(rng: &dyn Rng) -> Result<String> {
        let mut key = [0; 32];
        rng.fill(&mut key)?;
        Ok(BASE64_STANDARD.encode(key))
    }

    /// Encrypts and signs bytes for a purpose, each time to another text.
    pub(crate) fn seal(&self, rng: &dyn Rng, purpose: &str, bytes: &[u8]) -> Result<String> {
        let mut salt = [0; 16];
        rng.fill(&mut salt)?;
        let salt = hex(&salt);
        let Key { name, secret } = &self.current;
        Ok(format!("{name}.{salt}.{}", secret.seal(&salted(purpose, &salt), bytes)?))
    }

    /// What was sealed for this purpose under one of these keys; `None` for any other text.
    pub(crate) fn open(&self, purpose: &str, text: &str) -> Option<Vec<u8>> {
        let (name, rest) = text.split_once('.')?;
        let (salt, sealed) = rest.split_once('.')?;
        let key = std::iter::once(&self.current).chain(&self.old).find(|key| key.name == name)?;
        key.secret.open_kept(&salted(purpose, salt), sealed)
    }

    /// Whether something was sealed under a key that seals nothing any more.
    pub(crate) fn is_old(&self, text: &str) -> bool {
        !text.starts_with(&format!("{}.", self.current.name))
    }
}

impl Key {
    fn parse(text: &str) -> Result<Self, BadKey> {
        let text = text.trim();
        let bytes = of_hex(text)
            .or_else(|| BASE64_STANDARD_NO_PAD.decode(text.trim_end_matches('=')).ok())
            .or_else(|| BASE64_URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).ok())
            .ok_or(BadKey)?;
        let key: [u8; 32] = bytes.try_into().map_err(|_| BadKey)?;
        let mut name = sha256_hex(&[b"schalter key name\0".as_slice(), &key].concat());
        name.truncate(NAME);
        Ok(Self { name, secret: Secret(key) })
    }
}

fn of_hex(text: &str) -> Option<Vec<u8>> {
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    let digits = (0..text.len()).step_by(2).map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok());
    digits.collect()
}

fn salted(purpose: &str, salt: &str) -> String {
    format!("{purpose}\0{salt}")
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::*;
    use crate::rng::SystemRng;

    fn key(byte: u8) -> String {
        BASE64_STANDARD.encode([byte; 32])
    }

    #[test]
    fn what_was_sealed_opens_for_its_purpose_and_under_its_key_alone() {
        let keys = Keys::parse(&key(1)).unwrap();
        let sealed = keys.seal(&SystemRng, "mailbox 1", b"hunter2").unwrap();
        assert_eq!(keys.open("mailbox 1", &sealed).unwrap(), b"hunter2");
        assert_eq!(keys.open("mailbox 2", &sealed), None, "moved to another row");
        assert_eq!(Keys::parse(&key(2)).unwrap().open("mailbox 1", &sealed), None, "another key");
        let again = keys.seal(&SystemRng, "mailbox 1", b"hunter2").unwrap();
        assert_ne!(sealed, again, "the same text twice is not seen to be the same");
        for damaged in
            ["", ".", "..", "x.y.z", &sealed[1..], &sealed[..sealed.len() - 2], &format!("{sealed}A")]
        {
            assert_eq!(keys.open("mailbox 1", damaged), None, "{damaged}");
        }
        assert!(!format!("{keys:?}").contains(&key(1)));
    }

    #[test]
    fn an_older_key_still_opens_what_it_sealed_and_seals_nothing_more() {
        let before = Keys::parse(&key(1)).unwrap();
        let sealed = before.seal(&SystemRng, "a", b"one").unwrap();
        let both = Keys::parse(&key(2)).unwrap().and_old(&key(1)).unwrap();
        assert_eq!(both.open("a", &sealed).unwrap(), b"one");
        assert!(both.is_old(&sealed) && !before.is_old(&sealed));
        let new = both.seal(&SystemRng, "a", b"two").unwrap();
        assert!(!both.is_old(&new));
        assert_eq!(before.open("a", &new), None);
        assert_eq!(Keys::parse(&key(2)).unwrap().open("a", &new).unwrap(), b"two");
    }

    #[test]
    fn a_key_is_read_in_base64_and_in_hexadecimal_digits() {
        let made = Keys::generate(&SystemRng).unwrap();
        assert_eq!(made.len(), 44);
        Keys::parse(&made).unwrap();
        let name = |text: &str| Keys::parse(text).unwrap().current.name;
        let hexadecimal = "ff".repeat(32);
        assert_eq!(name(&key(255)), name(&format!(" {hexadecimal}\n")));
        assert_eq!(name(&key(255)), name(&BASE64_URL_SAFE_NO_PAD.encode([255; 32])));
        for wrong in ["", "password", "ff", &"zz".repeat(32), &BASE64_STANDARD.encode([1; 31])] {
            assert_eq!(Keys::parse(wrong).unwrap_err(), BadKey, "{wrong}");
        }
    }
}
