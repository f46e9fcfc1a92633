//! The texts that mails and pages share: statuses, priorities, channels, roles.

use crate::Lang;

/// Sources of the shared texts, to be put before one's own when building [`crate::Texts`].
///
/// Keys are a noun and the name the interfaces use for the value: `status-NEW`, `priority-HIGH`, `channel-EMAIL`.
#[must_use]
pub fn common() -> &'static [(Lang, &'static str)] {
    &crate::sources!["common"]
}

/// The Fluent sources of the crate that says it, by the names of their files below `locales/de`, `locales/en` and so on: an array
/// of pairs of language and text.
#[macro_export]
macro_rules! sources {
    ($($file:literal),+ $(,)?) => {
        [
            $(
                ($crate::Lang::De, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/locales/de/", $file, ".ftl"))),
                ($crate::Lang::En, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/locales/en/", $file, ".ftl"))),
            )+
        ]
    };
}
