//! Of what a member of the staff is told on the page.

use chrono::{DateTime, Utc};

use super::{CommentId, LetterKind, Notice, NotificationId, NotificationKind, TicketId};

/// Something that concerns a member of the staff.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Notification {
    /// Its id.
    pub id: NotificationId,
    /// What it is.
    pub kind: NotificationKind,
    /// The ticket in which it happened.
    pub ticket: TicketId,
    /// The comment that caused it.
    pub comment: Option<CommentId>,
    /// When it happened; of several that were not read, the last time.
    pub at: DateTime<Utc>,
    /// When it was read; `None`: not yet.
    pub read_at: Option<DateTime<Utc>>,
}

/// Which notifications are asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NotificationFilter {
    /// Those that were not read yet, or those that were.
    pub unread: Option<bool>,
    /// Those of these kinds; empty: of all.
    pub kinds: Vec<NotificationKind>,
}

impl NotificationKind {
    /// What stands on the page when this is told, by a letter of this kind; `None`: nothing, as
    /// of what they watch.
    #[must_use]
    pub const fn of(notice: Notice, letter: LetterKind) -> Option<Self> {
        match (notice, letter) {
            (Notice::Assigned, _) => Some(Self::Assigned),
            (Notice::Replied, _) => Some(Self::Replied),
            (Notice::Mentioned, _) => Some(Self::Mentioned),
            (Notice::Overdue, LetterKind::SlaWarning) => Some(Self::DueSoon),
            (Notice::Overdue, _) => Some(Self::Overdue),
            (Notice::NewTicket, _) => Some(Self::NewTicket),
            (Notice::Watched, _) => None,
        }
    }
}
