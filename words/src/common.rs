//! The texts that mails and pages share: statuses, priorities, channels, roles.

use crate::Lang;

/// Sources of the shared texts, to be put before one's own when building [`crate::Texts`].
///
/// Keys are a noun and the name the interfaces use for the value: `status-NEW`, `priority-HIGH`, `channel-EMAIL`.
#[must_use]
pub fn common() -> &'static [(Lang, &'static str)] {
    &[
        (Lang::De, include_str!("../locales/de/common.ftl")),
        (Lang::En, include_str!("../locales/en/common.ftl")),
    ]
}
