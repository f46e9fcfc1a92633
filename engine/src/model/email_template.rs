//! Emails with words of one's own.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{EmailTemplateId, LetterKind, QueueId};

/// The parts of an email: templates, or what became of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct EmailTexts {
    /// The subject.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The HTML.
    pub html: String,
}

/// An email with words of one's own. An empty part is as the default has it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct EmailTemplate {
    /// Its id.
    pub id: EmailTemplateId,
    /// For which kind of email.
    pub kind: LetterKind,
    /// In which language, `de` or `en`.
    pub locale: String,
    /// For the tickets of this queue alone; `None`: for all that have no template of their own.
    pub queue: Option<QueueId>,
    /// The templates.
    pub own: EmailTexts,
    /// What a sample said by the default when it was saved.
    pub base: EmailTexts,
    /// When it was saved.
    pub updated_at: DateTime<Utc>,
    /// When it could not be used and an email was written by the default.
    pub failed_at: Option<DateTime<Utc>>,
    /// Why.
    pub failure: Option<String>,
}

/// What an email says in words of one's own, as it goes out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnTexts {
    /// Of which template.
    pub template: EmailTemplateId,
    /// The templates; an empty one is as the default has it.
    pub texts: EmailTexts,
}
