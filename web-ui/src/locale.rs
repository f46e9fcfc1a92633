//! The texts of the pages, and which language a visitor reads.

use words::{Lang, Texts, TextsError, Value};

/// Sources of the pages' own texts; each file exists in every language, which a test proves key by key.
const SOURCES: &[(Lang, &str)] = &words::sources![
    "frame",
    "door",
    "tickets",
    "zoom",
    "case",
    "work",
    "desk",
    "errors",
    "access",
    "profile",
    "admin",
    "mail",
    "mailboxes",
    "administration",
    "audit",
    "texts",
    "reports",
    "notices",
];

/// Every text that a page can show, those shared with mails included.
///
/// # Errors
/// When a source is no valid Fluent or a key is there twice.
pub fn texts() -> Result<Texts, TextsError> {
    Texts::new(&[words::common(), SOURCES].concat())
}

/// A text for code that puts sentences together; templates use the helper `t`.
///
/// A missing key is a mistake that the tests find; the reader then sees the key, and the log says so.
pub(crate) fn say(texts: &Texts, lang: Lang, key: &str, arguments: &[(&str, Value<'_>)]) -> String {
    texts.get(lang, key, arguments).unwrap_or_else(|| {
        tracing::error!(key, %lang, "a text is missing");
        key.to_owned()
    })
}

/// What a visitor wants, the strongest wish first: the link just followed, the choice made earlier, the account's
/// setting, the browser's wishes, and else the house's default.
pub(crate) fn choose(
    asked: Option<&str>,
    remembered: Option<&str>,
    account: Option<&str>,
    accept_language: Option<&str>,
    default: Lang,
) -> Lang {
    [asked, remembered, account]
        .into_iter()
        .flatten()
        .find_map(Lang::parse)
        .unwrap_or_else(|| Lang::negotiate(accept_language, default))
}
