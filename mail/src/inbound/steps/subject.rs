//! The subject as a person reads it, and what its prefix says.

use mail_parser::Message;

use super::encoded_word;
use crate::inbound::{clean, headers};

/// Prefixes by which mail programs of several languages mark a forwarded mail.
const FORWARDS: &[&str] = &[
    "fwd:",
    "fw:",
    "wg:",
    "tr:",
    "rv:",
    "enc:",
    "doorst:",
    "vs:",
    "vb:",
    "i:",
    "pd:",
    "vl:",
    "ilt:",
    "i\u{307}lt:",
    "πρθ:",
    "yml:",
    "fs:",
    "转发:",
    "転送:",
];

/// A longer subject is cut before it is decoded: half-open encoded words cost time with the square of their number.
const MAX_CHARS: usize = 4_000;

/// The decoded subject in one line; empty when there is none.
#[must_use]
pub fn read(message: &Message<'_>) -> String {
    headers::first(message, "Subject")
        .map(|value| clean::line(&encoded_word::decode(clean::clip(&value, MAX_CHARS))))
        .unwrap_or_default()
}

/// Whether the subject looks like that of an answer: it begins with a short word and a colon, as "Re:", "AW:" or
/// "Antw[2]:", or carries a number, as our own do.
#[must_use]
pub fn is_answer(subject: &str) -> bool {
    let prefix = subject.trim_start().split_once(':').map_or("", |(prefix, _)| prefix);
    // ΣΧΕΤ, ΑΠ, YNT and ATB are such words as well.
    let word = prefix.trim_end().trim_end_matches(|c: char| "[]()^0123456789".contains(c));
    let short = (1..=5).contains(&word.chars().count()) && word.chars().all(char::is_alphabetic);
    short || subject.contains('#')
}

/// Whether the subject says that the mail passes another one on.
#[must_use]
pub fn is_forward(subject: &str) -> bool {
    let lower = subject.trim_start().to_lowercase();
    FORWARDS.iter().any(|prefix| lower.starts_with(prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_of_many_languages_tell_forwards_and_answers() {
        for prefix in [
            "WG", "Fwd", "FW", "VL", "İLT", "ILT", "ilt", "ΠΡΘ", "YML", "PD", "TR", "ENC", "Doorst", "VB",
            "VS", "RV", "I", "FS",
        ] {
            assert!(is_forward(&format!("{prefix}: Rechnung")), "{prefix}");
        }
        for prefix in ["FYI", "Re", "YNT", "ATB", "ΑΠ", "ΣΧΕΤ", "Filt"] {
            assert!(!is_forward(&format!("{prefix}: Rechnung")), "{prefix}");
        }
        for prefix in ["Re", "AW", "YNT", "ATB", "ΑΠ", "ΣΧΕΤ", "Antw[2]"] {
            assert!(is_answer(&format!("{prefix}: Rechnung")), "{prefix}");
        }
    }
}
