//! Hashes passwords with Argon2id, away from the threads that serve requests and only a few at a time.

use std::{sync::Arc, thread};

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use tokio::{sync::Semaphore, task};
use unicode_normalization::UnicodeNormalization;

use crate::{
    error::{Error, Result},
    lanes::{Lanes, Place},
    rng::Rng,
};

/// A hash of no password, with the same cost as a real one: verifying against it takes the time that a real one takes.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5LCBuZXZlci4uLg$UAfXkUTOYxT7T9wzqS3YBJJRnsKQmxCc0yZ3bmTVcg0";

/// Each hash takes 19 MiB and a core for a while; more at once than there are cores would only take memory.
#[derive(Debug, Clone)]
pub(crate) struct Hashing {
    most: Arc<Semaphore>,
    lanes: Lanes,
}

impl Default for Hashing {
    fn default() -> Self {
        let cores = thread::available_parallelism().map_or(2, usize::from);
        Self { most: Arc::new(Semaphore::new(cores)), lanes: Lanes::default() }
    }
}

impl Hashing {
    /// A hash of `password` to be kept, with a salt of its own.
    pub(crate) async fn hash(&self, rng: &dyn Rng, password: String) -> Result<String> {
        let mut salt = [0; 16];
        rng.fill(&mut salt)?;
        self.run(move || {
            let hash: PasswordHash =
                Argon2::default().hash_password_with_salt(&canonical(&password), &salt)?;
            Ok(hash.to_string())
        })
        .await?
        .map_err(|cause: argon2::password_hash::Error| Error::internal(cause))
    }

    /// Whether `password` is the one that `hash` was made of. Without a hash the answer is no, after the same time.
    pub(crate) async fn verify(&self, password: String, hash: Option<String>) -> Result<bool> {
        self.run(move || {
            let known = hash.is_some();
            let hash = PasswordHash::new(hash.as_deref().unwrap_or(NOBODY));
            let fits = hash
                .is_ok_and(|hash| Argon2::default().verify_password(&canonical(&password), &hash).is_ok());
            known && fits
        })
        .await
    }

    /// A place among those of one network, who have their passwords verified one after the other; `None`: too many wait.
    pub(crate) fn place(&self, network: &str) -> Option<Place> {
        self.lanes.enter(network)
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
        // The permit moves into the work: a caller who gives up does not make room before the thread is free.
        let permit = Arc::clone(&self.most).acquire_owned().await.map_err(Error::internal)?;
        let done = task::spawn_blocking(move || {
            let result = work();
            drop(permit);
            result
        });
        done.await.map_err(Error::internal)
    }
}

/// Keyboards differ in how they write an umlaut; the same password is the same on all of them (RFC 8265).
fn canonical(password: &str) -> Vec<u8> {
    password.nfc().collect::<String>().into_bytes()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::*;
    use crate::rng::SystemRng;

    #[test]
    fn the_hash_of_nobody_costs_what_a_real_one_costs() {
        let nobody = PasswordHash::new(NOBODY).unwrap();
        let real: PasswordHash = Argon2::default().hash_password_with_salt(b"secret", &[7; 16]).unwrap();
        assert_eq!((nobody.algorithm, nobody.version), (real.algorithm, real.version));
        assert_eq!(nobody.params.to_string(), real.params.to_string());
        assert_eq!(nobody.hash.map(|hash| hash.len()), real.hash.map(|hash| hash.len()));
        assert_eq!(nobody.salt.map(|salt| salt.len()), real.salt.map(|salt| salt.len()));
    }

    #[tokio::test]
    async fn the_right_password_alone_fits() {
        let hashing = Hashing::default();
        let hash = hashing.hash(&SystemRng, "Geheim-ÄÖ-12".to_owned()).await.unwrap();
        assert!(hashing.verify("Geheim-ÄÖ-12".to_owned(), Some(hash.clone())).await.unwrap());
        assert!(hashing.verify("Geheim-A\u{308}O\u{308}-12".to_owned(), Some(hash.clone())).await.unwrap());
        assert!(!hashing.verify("Geheim-ÄÖ-13".to_owned(), Some(hash.clone())).await.unwrap());
        assert!(!hashing.verify("Geheim-ÄÖ-12".to_owned(), None).await.unwrap());
        assert!(!hashing.verify("Geheim-ÄÖ-12".to_owned(), Some("no hash".to_owned())).await.unwrap());
        let again = hashing.hash(&SystemRng, "Geheim-ÄÖ-12".to_owned()).await.unwrap();
        assert_ne!(again, hash, "each hash has a salt of its own");
    }
}
