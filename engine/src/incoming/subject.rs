//! What a mail program puts before the subject of a mail that passes another one on, or answers it.

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

/// What programs put before the subject of an answer, in lower case and without the colon.
const ANSWERS: [&str; 22] = [
    "re", "aw", "antw", "antwort", "sv", "svar", "vá", "odp", "odg", "rif", "ref", "ynt", "atb", "ats", "απ",
    "σχετ", "отв", "відп", "回复", "回覆", "答复", "返信",
];

/// Marks of direction that some programs write before words of Arabic and Hebrew.
const DIRECTIONS: [char; 4] = ['\u{200e}', '\u{200f}', '\u{202b}', '\u{202c}'];

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

/// A subject in lower case without everything that says it is an answer, such as `re:` or `aw[2]:`.
pub(crate) fn without_answers(lower: &str) -> &str {
    let mut rest = bare(lower);
    while let Some(behind) = ANSWERS.iter().find_map(|word| behind_answer(rest, word)) {
        rest = bare(behind);
    }
    rest
}

fn bare(text: &str) -> &str {
    text.trim_start_matches(|letter: char| letter.is_whitespace() || DIRECTIONS.contains(&letter)).trim_end()
}

fn behind_answer<'a>(subject: &'a str, word: &str) -> Option<&'a str> {
    let count = |letter: char| letter.is_ascii_digit() || "[]()^".contains(letter) || letter.is_whitespace();
    subject.strip_prefix(word)?.trim_start_matches(count).strip_prefix([':', '：'])
}

/// Whether a subject says that the mail is an answer or passes one on, and nothing else.
pub(crate) fn is_prefix_alone(subject: &str) -> bool {
    let lower = subject.to_lowercase();
    let mut rest = lower.as_str();
    loop {
        let next = without_forwards(without_answers(rest));
        if next.len() == rest.len() {
            return rest.is_empty();
        }
        rest = next;
    }
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
    fn a_subject_of_prefixes_alone_says_nothing() {
        for subject in ["AW:", "Re: AW[2]:", "WG:", "Re: WG: re :", ""] {
            assert!(is_prefix_alone(subject), "{subject}");
        }
        for subject in ["Re", "Re: Rechnung", "AW: WG: 1", "Rechnung:"] {
            assert!(!is_prefix_alone(subject), "{subject}");
        }
        assert_eq!(without_answers("re: aw[2]:  antw : rechnung "), "rechnung");
    }

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
