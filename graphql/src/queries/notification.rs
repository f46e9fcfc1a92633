//! What concerns the viewer.

use async_graphql::{Context, Object};

use crate::{
    caller::logged_in,
    error::Failure,
    limits,
    objects::{Notification, NotificationFilter},
    page::{List, Of, list, paging},
};

#[derive(Default)]
pub(crate) struct NotificationQuery;

#[Object]
impl NotificationQuery {
    /// Staff only: what concerns the viewer, newest first: tickets assigned to them, answers of their customers, mentions
    /// in notes, and agreed times that are about to pass or have passed. Kept for 90 days.
    #[graphql(complexity = "limits::page(first, None, child_complexity)")]
    async fn notifications(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "A filter; by default all.")] filter: Option<NotificationFilter>,
        #[graphql(desc = "The number of items on the page, 0 to 100; by default 50.")] first: Option<i32>,
        #[graphql(desc = "The cursor of an item; the page starts with the next one.")] after: Option<String>,
    ) -> Result<List<Notification>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let filter = engine::NotificationFilter::from(filter.unwrap_or_default());
        let page = Box::pin(engine.notifications(actor, &filter, &paging(first, after, None, None)?)).await?;
        Ok(list(page, Of::Notifications(filter), Notification))
    }
}
