//! What a file is that somebody hands in: the facts that are kept beside its bytes.

use super::{archive, clean_filename, content_type};
use crate::blobs::sha256_hex;

/// What is known of a file from its name and its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inspected {
    /// The name to save it by: no path, no control characters, never empty.
    pub filename: String,
    /// Its media type; a type that browsers show is only given when the bytes prove it.
    pub content_type: String,
    /// Length in bytes.
    pub size: i64,
    /// SHA-256 of the bytes in lower-case hexadecimal.
    pub sha256: String,
    /// It is an encrypted archive.
    pub encrypted: bool,
    /// Its encryption is the legacy one of zip.
    pub weak_encryption: bool,
}

/// Looks at a file once, so that nobody has to open it again to know what it is.
#[must_use]
pub fn inspect_upload(filename: &str, declared: Option<&str>, bytes: &[u8]) -> Inspected {
    let filename = clean_filename(filename);
    let encryption = archive::encryption(bytes);
    Inspected {
        content_type: content_type::of_file(&filename, declared, bytes),
        filename,
        size: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
        sha256: sha256_hex(bytes),
        encrypted: encryption.is_some(),
        weak_encryption: encryption == Some(archive::Encryption::Weak),
    }
}
