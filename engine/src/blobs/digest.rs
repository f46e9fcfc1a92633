//! The address of bytes: their SHA-256 in lower-case hexadecimal, and the two levels of directories before it.

use std::fmt::Write;

use sha2::{Digest, Sha256};

use crate::line::quoted;

/// Something that should be the SHA-256 of bytes is not.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} is not a SHA-256 in lower-case hexadecimal", quoted(.0))]
pub(super) struct BadDigest(String);

/// Bytes are not those that were written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the file {path} in the blob store is damaged; restore it from a backup")]
pub(super) struct Damaged {
    /// Where they lie.
    pub(super) path: String,
}

/// The SHA-256 of `bytes` in lower-case hexadecimal.
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Bytes in lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let mut hex = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

/// The first two pairs of digits. No directory then holds more than a few thousand entries, even with a hundred million
/// files.
pub(super) fn fan_out(sha256: &str) -> Result<(&str, &str), BadDigest> {
    let is_digest =
        sha256.len() == 64 && sha256.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    if is_digest { Ok((&sha256[..2], &sha256[2..4])) } else { Err(BadDigest(sha256.to_owned())) }
}
