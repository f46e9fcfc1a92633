//! What concerns the viewer.

use async_graphql::{Context, Enum, ID, InputObject, Object};

use crate::{
    error::Failure,
    ids,
    loaders::{self, Among},
    objects::{Comment, Ticket},
    scalars::DateTime,
};

/// What a notification is about.
#[derive(Clone, Copy, Debug, Enum, Eq, PartialEq)]
#[graphql(remote = "engine::NotificationKind")]
pub(crate) enum NotificationKind {
    /// A ticket was assigned to the viewer.
    Assigned,
    /// The customer of a ticket assigned to the viewer has written.
    Replied,
    /// A colleague mentioned the viewer in an internal note.
    Mentioned,
    /// An agreed time is about to pass.
    DueSoon,
    /// An agreed time has passed.
    Overdue,
    /// A ticket was opened in a queue that the viewer works; only if they chose this notification.
    NewTicket,
}

/// Something that concerns the viewer and was not done by themselves.
#[derive(Clone, Debug)]
pub(crate) struct Notification(pub(crate) engine::Notification);

/// Something that concerns the viewer and was not done by themselves.
#[Object]
impl Notification {
    /// Opaque; unique across all types.
    async fn id(&self) -> ID {
        ids::id(self.0.id)
    }

    /// What it is about.
    async fn kind(&self) -> NotificationKind {
        self.0.kind.into()
    }

    /// The ticket in which it happened, as it is now.
    async fn ticket(&self, ctx: &Context<'_>) -> Result<Ticket, Failure> {
        let found = loaders::ticket(ctx, self.0.ticket, Among::Many).await?;
        found.ok_or_else(|| Failure::not_found("ticket"))
    }

    /// The comment that caused it.
    async fn comment(&self, ctx: &Context<'_>) -> Result<Option<Comment>, Failure> {
        match self.0.comment {
            Some(id) => loaders::comment(ctx, id, Among::Many).await,
            None => Ok(None),
        }
    }

    /// When it happened; for several unread ones in one ticket, the last time.
    async fn at(&self) -> DateTime {
        self.0.at.into()
    }

    /// When it was read; null if it is unread.
    async fn read_at(&self) -> Option<DateTime> {
        self.0.read_at.map(DateTime)
    }
}

/// A filter for notifications.
#[derive(Clone, Debug, Default, InputObject)]
pub(crate) struct NotificationFilter {
    /// True for unread ones, false for read ones.
    unread: Option<bool>,
    /// With one of these kinds; by default all.
    kinds: Option<Vec<NotificationKind>>,
}

impl From<NotificationFilter> for engine::NotificationFilter {
    fn from(filter: NotificationFilter) -> Self {
        let kinds = filter.kinds.unwrap_or_default();
        Self { unread: filter.unread, kinds: kinds.into_iter().map(engine::NotificationKind::from).collect() }
    }
}
