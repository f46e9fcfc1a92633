//! What the engine asks of whoever writes emails: whether words of one's own can be used, and what an email then says.

use crate::model::{EmailTexts, Letter, LetterKind};

/// Why a template cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateFault {
    /// The part that is wrong: `subject`, `text` or `html`.
    pub field: &'static str,
    /// A stable word for the reason.
    pub reason: &'static str,
    /// What is wrong, and what would be right.
    pub message: String,
}

/// Writes emails. The crate `mail` does; a host that sends in another way brings its own.
pub trait LetterWriter: Send + Sync {
    /// The default's own templates.
    fn default_texts(&self, kind: LetterKind) -> EmailTexts;

    /// An email of this kind with everything in it, the same at every call.
    fn sample(&self, kind: LetterKind, locale: &str) -> Letter;

    /// What an email says, in words of one's own if it has any.
    ///
    /// # Errors
    /// The part that cannot be used.
    fn write(&self, letter: &Letter) -> Result<EmailTexts, TemplateFault>;

    /// Whether these templates can be used for every email of this kind; an empty part is as the default has it.
    ///
    /// # Errors
    /// The first part that cannot be used.
    fn check(&self, kind: LetterKind, locale: &str, own: &EmailTexts) -> Result<(), TemplateFault>;
}
