//! The mutation `markNotificationsRead`.

use async_graphql::{Context, ID, Object, SimpleObject};
use engine::{NotificationFilter, NotificationId};

use crate::{caller::logged_in, error::Failure, ids};

#[derive(Default)]
pub(crate) struct MarkNotificationsRead;

/// The remaining files.
#[derive(Clone, Debug, SimpleObject)]
struct MarkNotificationsReadPayload {
    /// How many were marked.
    marked: u64,
    /// How many the viewer has not read yet.
    unread: u64,
}

#[Object]
impl MarkNotificationsRead {
    /// Staff only: marks the viewer's notifications as read, those with these ids or all.
    async fn mark_notifications_read(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The ids, at most 100; by default all.")] ids: Option<Vec<ID>>,
    ) -> Result<MarkNotificationsReadPayload, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let ids = ids.map(|ids| ids.iter().map(|id| ids::input(id, "ids")).collect::<Result<Vec<_>, _>>());
        let ids: Option<Vec<NotificationId>> = ids.transpose()?;
        let marked = engine.mark_notifications_read(actor, ids.as_deref()).await?;
        let filter = NotificationFilter { unread: Some(true), ..NotificationFilter::default() };
        Ok(MarkNotificationsReadPayload { marked, unread: engine.count_notifications(actor, &filter).await? })
    }
}
