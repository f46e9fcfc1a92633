//! The templates and texts that are compiled in.

use engine::LetterKind;
use words::Lang;

/// Texts of the letters, to be read after [`words::common`].
pub(super) const TEXTS: &[(Lang, &str)] = &words::sources!["mail"];

/// The three templates of one kind of letter.
pub(super) struct Sources {
    pub(super) subject: &'static str,
    pub(super) text: &'static str,
    pub(super) html: &'static str,
}

macro_rules! sources {
    ($event:literal) => {
        Sources {
            subject: include_str!(concat!("../../templates/", $event, "/subject.hbs")),
            text: include_str!(concat!("../../templates/", $event, "/text.hbs")),
            html: include_str!(concat!("../../templates/", $event, "/html.hbs")),
        }
    };
}

/// The templates of a kind of letter.
pub(super) const fn sources(kind: LetterKind) -> Sources {
    match kind {
        LetterKind::Confirmation => sources!("confirmation"),
        LetterKind::Changed => sources!("changed"),
        LetterKind::Question => sources!("question"),
        LetterKind::Resolved => sources!("resolved"),
        LetterKind::Reminder => sources!("reminder"),
        LetterKind::Closed => sources!("closed"),
        LetterKind::Split => sources!("split"),
        LetterKind::PasswordRequest => sources!("password_request"),
        LetterKind::Invitation => sources!("invitation"),
        LetterKind::SecondFactor => sources!("second_factor"),
        LetterKind::AddressChanged => sources!("address_changed"),
        LetterKind::Digest => sources!("digest"),
        LetterKind::SlaWarning => sources!("sla_warning"),
        LetterKind::SlaBreached => sources!("sla_breached"),
    }
}

macro_rules! partials {
    ($($name:literal),+ $(,)?) => {
        [$(($name, include_str!(concat!("../../templates/partials/", $name, ".hbs")))),+]
    };
}

/// The pieces that templates share.
pub(super) const PARTIALS: [(&str, &str); 14] = partials![
    "ask-html",
    "ask-text",
    "button",
    "choice",
    "closing-html",
    "closing-text",
    "comment-html",
    "comment-text",
    "farewell-text",
    "greeting",
    "layout",
    "lead",
    "paragraph",
    "subject",
];
