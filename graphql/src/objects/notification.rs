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
    /// The viewer became responsible for a ticket.
    Assigned,
    /// The customer of a ticket for which the viewer is responsible has written.
    Replied,
    /// A colleague named the viewer in an internal note.
    Mentioned,
    /// An agreed time is about to pass.
    DueSoon,
    /// An agreed time has passed.
    Overdue,
    /// A ticket was opened in a queue that the viewer works; of those who chose to be told here.
    NewTicket,
}

/// Something that concerns the viewer. What they did themselves never does.
#[derive(Clone, Debug)]
pub(crate) struct Notification(pub(crate) engine::Notification);

/// Something that concerns the viewer. What they did themselves never does.
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

    /// When it happened; of several in one ticket that were not read, the last time.
    async fn at(&self) -> DateTime {
        self.0.at.into()
    }

    /// When it was read; null: not yet.
    async fn read_at(&self) -> Option<DateTime> {
        self.0.read_at.map(DateTime)
    }
}

/// Which notifications.
#[derive(Clone, Debug, Default, InputObject)]
pub(crate) struct NotificationFilter {
    /// True: those that were not read yet; false: those that were.
    unread: Option<bool>,
    /// Those of these kinds; without it, all.
    kinds: Option<Vec<NotificationKind>>,
}

impl From<NotificationFilter> for engine::NotificationFilter {
    fn from(filter: NotificationFilter) -> Self {
        let kinds = filter.kinds.unwrap_or_default();
        Self { unread: filter.unread, kinds: kinds.into_iter().map(engine::NotificationKind::from).collect() }
    }
}
