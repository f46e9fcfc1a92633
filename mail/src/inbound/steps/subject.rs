//! The subject as a person reads it, and whether it is that of an answer.

use mail_parser::Message;

use super::encoded_word;
use crate::inbound::{clean, headers};

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_of_many_languages_tell_answers() {
        for prefix in ["Re", "AW", "YNT", "ATB", "ΑΠ", "ΣΧΕΤ", "Antw[2]"] {
            assert!(is_answer(&format!("{prefix}: Rechnung")), "{prefix}");
        }
    }
}
