//! The texts of the pages, and which language a visitor reads.

use words::{Lang, Texts, TextsError, Value};

/// Sources of the pages' own texts; each file exists in every language, which a test proves key by key.
const SOURCES: &[(Lang, &str)] = &[
    (Lang::De, include_str!("../locales/de/frame.ftl")),
    (Lang::De, include_str!("../locales/de/door.ftl")),
    (Lang::De, include_str!("../locales/de/tickets.ftl")),
    (Lang::De, include_str!("../locales/de/zoom.ftl")),
    (Lang::De, include_str!("../locales/de/case.ftl")),
    (Lang::De, include_str!("../locales/de/work.ftl")),
    (Lang::De, include_str!("../locales/de/desk.ftl")),
    (Lang::De, include_str!("../locales/de/errors.ftl")),
    (Lang::De, include_str!("../locales/de/access.ftl")),
    (Lang::De, include_str!("../locales/de/profile.ftl")),
    (Lang::De, include_str!("../locales/de/admin.ftl")),
    (Lang::De, include_str!("../locales/de/mail.ftl")),
    (Lang::De, include_str!("../locales/de/administration.ftl")),
    (Lang::De, include_str!("../locales/de/texts.ftl")),
    (Lang::De, include_str!("../locales/de/reports.ftl")),
    (Lang::De, include_str!("../locales/de/notices.ftl")),
    (Lang::En, include_str!("../locales/en/frame.ftl")),
    (Lang::En, include_str!("../locales/en/door.ftl")),
    (Lang::En, include_str!("../locales/en/tickets.ftl")),
    (Lang::En, include_str!("../locales/en/zoom.ftl")),
    (Lang::En, include_str!("../locales/en/case.ftl")),
    (Lang::En, include_str!("../locales/en/work.ftl")),
    (Lang::En, include_str!("../locales/en/desk.ftl")),
    (Lang::En, include_str!("../locales/en/errors.ftl")),
    (Lang::En, include_str!("../locales/en/access.ftl")),
    (Lang::En, include_str!("../locales/en/profile.ftl")),
    (Lang::En, include_str!("../locales/en/admin.ftl")),
    (Lang::En, include_str!("../locales/en/mail.ftl")),
    (Lang::En, include_str!("../locales/en/administration.ftl")),
    (Lang::En, include_str!("../locales/en/texts.ftl")),
    (Lang::En, include_str!("../locales/en/reports.ftl")),
    (Lang::En, include_str!("../locales/en/notices.ftl")),
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
