//! Of what the viewer is told, and how.

use async_graphql::{Enum, SimpleObject};

/// Of what a person may be told.
#[derive(Clone, Copy, Debug, Enum, Eq, PartialEq)]
#[graphql(remote = "engine::Notice")]
pub(crate) enum Notice {
    /// Staff: a ticket was opened in a queue that they work.
    NewTicket,
    /// Staff: they became responsible for a ticket.
    Assigned,
    /// Staff: the customer of a ticket for which they are responsible has written.
    Replied,
    /// Something happened in public in a ticket that they watch.
    Watched,
    /// Staff: an agreed time is about to pass, or has.
    Overdue,
    /// Staff: a colleague named them in an internal note, with an `@` before the name.
    Mentioned,
}

/// How the viewer is told of something; never of what they did themselves.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct NoticeChoice {
    /// Of what.
    notice: Notice,
    /// Whether by email.
    email: bool,
    /// Staff: whether among `notifications`; null: it never is.
    page: Option<bool>,
}

/// Whether the reader of an email gets emails of its kind.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct EmailSwitch {
    /// Of what.
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
