//! Makes a key that mail is signed with.

use std::convert::Infallible;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use engine::Rng;
use rsa::{
    RsaPrivateKey,
    pkcs8::{EncodePrivateKey as _, LineEnding},
    rand_core::{TryCryptoRng, TryRng},
    sha2::{Digest as _, Sha256},
};
use thiserror::Error;

/// How long a key of RSA is: shorter ones are refused by receivers, and the record of a longer one by some name servers.
const BITS: usize = 2048;

/// The beginning of a key of Ed25519 in PKCS#8 up to its 32 bytes (RFC 8410, 7).
const ED25519: [u8; 16] =
    [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];

/// The kind of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// RSA of 2048 bits, which every server knows.
    Rsa,
    /// Ed25519 (RFC 8463), which not every server knows.
    Ed25519,
}

/// Why no key was made.
#[derive(Debug, Error)]
pub enum GenerateError {
    /// There is no randomness.
    #[error("the system provides no random numbers: {0}")]
    Randomness(#[from] engine::Error),
    /// The key could not be made or written.
    #[error("the key could not be created: {0}")]
    Key(String),
}

/// A new private key in PEM (PKCS#8).
///
/// # Errors
/// When the system has no randomness to give.
pub fn generate(kind: Kind, rng: &dyn Rng) -> Result<String, GenerateError> {
    let mut seed = [0; 32];
    rng.fill(&mut seed)?;
    match kind {
        Kind::Ed25519 => {
            let der = STANDARD.encode([&ED25519[..], &seed[..]].concat());
            Ok(format!("-----BEGIN PRIVATE KEY-----\n{der}\n-----END PRIVATE KEY-----\n"))
        }
        Kind::Rsa => {
            let failed = |error: &dyn std::error::Error| GenerateError::Key(error.to_string());
            let key = RsaPrivateKey::new(&mut Stream { seed, block: 0 }, BITS);
            let pem = key.map_err(|error| failed(&error))?.to_pkcs8_pem(LineEnding::LF);
            Ok(pem.map_err(|error| failed(&error))?.as_str().to_owned())
        }
    }
}

/// As much randomness as the search for primes takes, stretched from a seed that nobody can guess.
struct Stream {
    seed: [u8; 32],
    block: u64,
}

impl TryRng for Stream {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for part in bytes.chunks_mut(32) {
            let hash =
                Sha256::new().chain_update(self.seed).chain_update(self.block.to_be_bytes()).finalize();
            self.block += 1;
            for (byte, random) in part.iter_mut().zip(hash.iter()) {
                *byte = *random;
            }
        }
        Ok(())
    }
}

impl TryCryptoRng for Stream {}
