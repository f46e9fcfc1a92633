//! Random values for cookies and forms: nothing of them is stored, or shown in a way that a test would compare.

use std::fmt::Write;

use rand::TryRngCore;

/// Random bytes from the operating system; nothing when it has none to give.
pub(crate) fn bytes<const N: usize>() -> Option<[u8; N]> {
    let mut bytes = [0; N];
    match rand::rngs::OsRng.try_fill_bytes(&mut bytes) {
        Ok(()) => Some(bytes),
        Err(error) => {
            tracing::error!(%error, "the operating system gives no random bytes; forms will be refused");
            None
        }
    }
}

/// A random word of 32 letters and digits; empty, and therefore refused wherever it counts, without randomness.
pub(crate) fn word() -> String {
    bytes::<16>().iter().flatten().fold(String::new(), |mut word, byte| {
        let _ = write!(word, "{byte:02x}");
        word
    })
}
