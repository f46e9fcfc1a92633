//! The ledger of incoming mails.

use async_graphql::{Context, Object};

use crate::{
    caller::logged_in,
    error::Failure,
    limits,
    loaders::Among,
    objects::{Mail, MailCount, MailFilter},
    page::{List, Of, list, paging},
};

#[derive(Default)]
pub(crate) struct MailQuery;

#[Object]
impl MailQuery {
    /// The mails that came in, newest first. For the staff: agents see those for the queues they work, admins all.
    #[graphql(complexity = "limits::page(first, last, child_complexity)")]
    async fn mails(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which emails; without it, all.")] filter: Option<MailFilter>,
        #[graphql(desc = "How many items of the page: 0 to 100; without it, 50.")] first: Option<i32>,
        #[graphql(desc = "The cursor of an item: the page begins with the next one.")] after: Option<String>,
        #[graphql(
            desc = "How many items, from the end of the list or before `before`: 0 to 100; not together with `first`."
        )]
        last: Option<i32>,
        #[graphql(desc = "The cursor of an item: the page ends with the one before it.")] before: Option<
            String,
        >,
    ) -> Result<List<Mail>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let filter = engine::MailFilter::from(filter.unwrap_or_default());
        let page = Box::pin(engine.mails(actor, &filter, &paging(first, after, last, before)?)).await?;
        Ok(list(page, Of::Mails(filter), |row| Mail { row, among: Among::Many }))
    }

    /// How many mails there are of each outcome, among the newest 10,000 of the time, the ticket or the Message-ID that the filter
    /// names; those that are held are all counted. An outcome of which there is none is left out. For the staff.
    #[graphql(complexity = "limits::all(child_complexity)")]
    async fn mail_counts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which emails, whatever their outcome is; without it, all.")] filter: Option<
            MailFilter,
        >,
    ) -> Result<Vec<MailCount>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let counts = Box::pin(engine.mail_outcomes(actor, &filter.unwrap_or_default().into())).await?;
        let count = |(outcome, count): (engine::Outcome, u64)| MailCount { outcome: outcome.into(), count };
        Ok(counts.into_iter().map(count).collect())
    }
}
