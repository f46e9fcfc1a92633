//! What a mail program puts before the subject of a mail that passes another one on.

/// Such words of several languages, in lower case.
const FORWARDS: [&str; 19] = [
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

/// Whether the subject says that the mail passes another one on.
#[must_use]
pub fn is_forward(subject: &str) -> bool {
    behind_forward(subject).is_some()
}

/// A subject behind all such words.
#[must_use]
pub fn without_forwards(subject: &str) -> &str {
    let mut rest = subject.trim_start();
    while let Some(behind) = behind_forward(rest) {
        rest = behind.trim_start();
    }
    rest
}

fn behind_forward(subject: &str) -> Option<&str> {
    FORWARDS.iter().find_map(|word| behind(subject.trim_start(), word))
}

/// What stands behind a word, in whichever case it is written: some letters become several in another one.
fn behind<'a>(subject: &'a str, word: &str) -> Option<&'a str> {
    let (mut rest, mut wanted) = (subject.chars(), word.chars());
    while !wanted.as_str().is_empty() {
        for letter in rest.next()?.to_lowercase() {
            if wanted.next() != Some(letter) {
                return None;
            }
        }
    }
    Some(rest.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_many_languages_tell_forwards() {
        for word in [
            "WG", "Fwd", "FW", "VL", "İLT", "ILT", "ilt", "ΠΡΘ", "YML", "PD", "TR", "ENC", "Doorst", "VB",
            "VS", "RV", "I", "FS", "转发",
        ] {
            assert!(is_forward(&format!(" {word}: Rechnung")), "{word}");
            assert_eq!(without_forwards(&format!("{word}: WG:{word}: Rechnung")), "Rechnung");
        }
        for subject in
            ["", "W", "FYI: Rechnung", "Re: Rechnung", "ATB: Rechnung", "Filt: Rechnung", "Fwd Rechnung"]
        {
            assert!(!is_forward(subject), "{subject}");
            assert_eq!(without_forwards(subject), subject);
        }
    }
}
