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
    /// The received emails, newest first. For the staff: agents see those for the queues they work, admins all.
    #[graphql(complexity = "limits::page(first, last, child_complexity)")]
    async fn mails(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "A filter; by default all.")] filter: Option<MailFilter>,
        #[graphql(desc = "The number of items on the page, 0 to 100; by default 50.")] first: Option<i32>,
        #[graphql(desc = "The cursor of an item; the page starts with the next one.")] after: Option<String>,
        #[graphql(
            desc = "The number of items from the end of the list or before `before`, 0 to 100; not together with `first`."
        )]
        last: Option<i32>,
        #[graphql(desc = "The cursor of an item; the page ends with the one before it.")] before: Option<
            String,
        >,
    ) -> Result<List<Mail>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let filter = engine::MailFilter::from(filter.unwrap_or_default());
        let page = Box::pin(engine.mails(actor, &filter, &paging(first, after, last, before)?)).await?;
        Ok(list(page, Of::Mails(filter), |row| Mail { row, among: Among::Many }))
    }

    /// The number of emails by outcome, among the newest 10,000 with the time, the ticket or the Message-ID of the filter;
    /// all held ones are counted. Outcomes without emails are omitted. For the staff.
    #[graphql(complexity = "limits::all(child_complexity)")]
    async fn mail_counts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "A filter, whose outcomes are ignored; by default all.")] filter: Option<MailFilter>,
    ) -> Result<Vec<MailCount>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let counts = Box::pin(engine.mail_outcomes(actor, &filter.unwrap_or_default().into())).await?;
        let count = |(outcome, count): (engine::Outcome, u64)| MailCount { outcome: outcome.into(), count };
        Ok(counts.into_iter().map(count).collect())
    }
}
