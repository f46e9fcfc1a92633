//! Whether a mail is a copy of an earlier one with the same Message-ID and sender that a gateway on the way has changed:
//! pure. Gateways put a mark such as `[EXTERN]` before the subject, and a banner above or a disclaimer below the text; the
//! files stay. There are machines that give every mail the same id, so anything else is another mail.

/// The longest mark before a subject, in characters.
const LONGEST_MARK: usize = 40;

/// The most that banners and disclaimers add, in characters.
const LONGEST_ADDITION: usize = 4_000;

/// What is compared of a mail.
#[derive(Debug, Clone, Copy)]
pub struct Content<'m> {
    /// The subject.
    pub subject: &'m str,
    /// The text.
    pub text: &'m str,
    /// The SHA-256 of each file, sorted.
    pub files: &'m [String],
}

/// Whether one of these mails is the other, changed on its way.
#[must_use]
pub fn is_changed_copy(one: Content<'_>, other: Content<'_>) -> bool {
    if one.files != other.files {
        return false;
    }
    let (subjects, texts) =
        ((words(one.subject), words(other.subject)), (words(one.text), words(other.text)));
    (subjects.0 != subjects.1 || texts.0 != texts.1)
        && (is_marked(&subjects.0, &subjects.1) || is_marked(&subjects.1, &subjects.0))
        && (is_framed(&texts.0, &texts.1) || is_framed(&texts.1, &texts.0))
}

/// Whether `longer` is the subject with nothing or a mark before it.
fn is_marked(longer: &str, subject: &str) -> bool {
    let Some(mark) = longer.strip_suffix(subject).map(str::trim) else { return false };
    mark.is_empty()
        || mark.chars().count() <= LONGEST_MARK
            && (mark.starts_with(['[', '(', '{', '*', '<']) || mark.ends_with([':', ']', '*']))
}

/// Whether `longer` is the text with something whole above or below it.
fn is_framed(longer: &str, text: &str) -> bool {
    longer == text
        || !text.is_empty()
            && longer.len() <= text.len() + LONGEST_ADDITION
            && format!(" {longer} ").contains(&format!(" {text} "))
}

/// In lower case, with one blank between words.
fn words(text: &str) -> String {
    text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}
