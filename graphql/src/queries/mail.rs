//! The ledger of incoming mails.

use async_graphql::{Context, Object};

use crate::{
    caller::logged_in,
    error::Failure,
    limits,
    loaders::Among,
    objects::{Mail, MailFilter},
    page::{List, Of, list, paging},
};

#[derive(Default)]
pub(crate) struct MailQuery;

#[Object]
impl MailQuery {
    /// The mails that came in, newest first. For the staff: agents see those for the queues they work, admins all.
    #[graphql(complexity = "limits::page(first, None, child_complexity)")]
    async fn mails(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which emails; without it, all.")] filter: Option<MailFilter>,
        #[graphql(desc = "How many items of the page: 0 to 100; without it, 50.")] first: Option<i32>,
        #[graphql(desc = "The cursor of an item: the page begins with the next one.")] after: Option<String>,
    ) -> Result<List<Mail>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let filter = engine::MailFilter::from(filter.unwrap_or_default());
        let page = engine.mails(actor, &filter, &paging(first, after, None, None)?).await?;
        Ok(list(page, Of::Mails(filter), |row| Mail { row, among: Among::Many }))
    }
}
