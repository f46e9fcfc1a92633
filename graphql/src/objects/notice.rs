//! Of what the viewer is told, and how.

use async_graphql::{Enum, SimpleObject};

/// What a person can be notified of.
#[derive(Clone, Copy, Debug, Enum, Eq, PartialEq)]
#[graphql(remote = "engine::Notice")]
pub(crate) enum Notice {
    /// Staff only: a ticket was opened in a queue that they work.
    NewTicket,
    /// Staff only: a ticket was assigned to them.
    Assigned,
    /// Staff only: the customer of a ticket assigned to them has written.
    Replied,
    /// A ticket that they watch has a public change.
    Watched,
    /// Staff only: an agreed time is about to pass or has passed.
    Overdue,
    /// Staff only: a colleague mentioned them in an internal note, with an `@` before the name.
    Mentioned,
}

/// How the viewer is notified of something; never of what they did themselves.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct NoticeChoice {
    /// The kind.
    notice: Notice,
    /// Whether by email.
    email: bool,
    /// Staff only: whether in `notifications`; null if it never is.
    page: Option<bool>,
}

/// Whether the reader of an email receives emails of its kind.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct EmailSwitch {
    /// The kind.
    notice: Notice,
    /// Whether by email.
    email: bool,
}

impl From<engine::EmailSwitch> for EmailSwitch {
    fn from(switch: engine::EmailSwitch) -> Self {
        Self { notice: switch.notice.into(), email: switch.email }
    }
}

impl From<(engine::Notice, engine::NoticeChoice)> for NoticeChoice {
    fn from((notice, choice): (engine::Notice, engine::NoticeChoice)) -> Self {
        Self { notice: notice.into(), email: choice.email, page: notice.is_on_page().then_some(choice.page) }
    }
}
