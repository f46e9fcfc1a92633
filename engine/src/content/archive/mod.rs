//! Whether a file is an encrypted archive, told by its bytes alone: zip, 7z and rar.
//!
//! Only headers are read. Every length and offset in them comes from a stranger, so each is checked before it is used,
//! and a walk visits no more than [`MOST_ENTRIES`] entries. A file that is broken is not encrypted as far as we know.

mod bytes;
mod rar;
mod seven_zip;
mod zip;

/// No walk goes on longer, whatever a header claims.
const MOST_ENTRIES: usize = 100_000;

/// How well an archive is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Encryption {
    /// By a method that is not known to be broken.
    Strong,
    /// By zip's legacy method, which falls to a known-plaintext attack, at least in part.
    Weak,
}

/// How the archive in `file` is encrypted; `None` when it is not, or is no archive. One encrypted entry is enough, and
/// the weakest decides.
#[must_use]
pub fn encryption(file: &[u8]) -> Option<Encryption> {
    if seven_zip::is_one(file) {
        return seven_zip::is_encrypted(file).then_some(Encryption::Strong);
    }
    if rar::is_one(file) {
        return rar::is_encrypted(file).then_some(Encryption::Strong);
    }
    zip::encryption(file)
}
