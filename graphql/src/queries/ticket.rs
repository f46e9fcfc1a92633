//! Why: one ticket, lists of them, and those that some words find.

use std::sync::Arc;

use async_graphql::{Context, Object};
use engine::Page;

use crate::{
    caller::logged_in,
    error::Failure,
    limits,
    loaders::{self, Among},
    objects::{Comment, NewTicketDraft, Ticket, TicketFilter, TicketOrder, TicketStatus, UnknownSearchTerm},
    page::{List, Of, counts_alone, list, paging},
    weights::{self, Weighed},
};

#[derive(Default)]
pub(crate) struct TicketQuery;

#[Object]
impl TicketQuery {
    /// The ticket with this number; null if it does not exist or the viewer is not allowed to see it.
    async fn ticket(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The number of the ticket, such as 10034.")] number: i64,
    ) -> Result<Option<Ticket>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let found = Box::pin(engine.ticket_beside(actor, number, loaders::beside_one(ctx))).await?;
        Ok(found.map(|(row, near)| Ticket::near(row, Among::One, Arc::new(near))))
    }

    /// The viewer's draft of a new ticket.
    async fn new_ticket_draft(&self, ctx: &Context<'_>) -> Result<Option<NewTicketDraft>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        Ok(Box::pin(engine.new_ticket_draft(actor)).await?.map(NewTicketDraft::from))
    }

    /// The statuses that the viewer can open a ticket with, in the order of the lifecycle.
    async fn opening_statuses(&self, ctx: &Context<'_>) -> Result<Vec<TicketStatus>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        Ok(engine.opening_statuses(actor).into_iter().map(TicketStatus::from).collect())
    }

    /// The viewer's answers that can still be taken back with `undoSend`, latest first; at most five.
    #[graphql(complexity = "limits::all(child_complexity)")]
    async fn undoable_comments(&self, ctx: &Context<'_>) -> Result<Vec<Comment>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let comments = Box::pin(engine.undoable_comments(actor)).await?;
        Ok(comments.into_iter().map(|row| Comment::new(row, Among::Many)).collect())
    }

    /// A preview of a comment with this text, as HTML that is safe to show; for the staff, who write Markdown.
    #[graphql(complexity = "Weighed::new(__ctx, __variables_definition, __field).texts(child_complexity)")]
    async fn preview_comment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The text of the comment, in Markdown.")] text: String,
    ) -> Result<String, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        Ok(Box::pin(engine.preview_comment(actor, &text)).await?)
    }

    /// The tickets that the viewer can see; by default newest first.
    #[graphql(complexity = "weights::tickets(first, last, child_complexity)")]
    #[expect(clippy::too_many_arguments, reason = "the arguments are the schema's")]
    async fn tickets(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "A filter; by default all that the viewer can see.")] filter: Option<TicketFilter>,
        #[graphql(desc = "The order; by default newest first.")] order_by: Option<TicketOrder>,
        #[graphql(
            desc = "The number of items from the start of the list or after `after`, 0 to 100; 50 without `first` and `last`."
        )]
        first: Option<i32>,
        #[graphql(desc = "The cursor of an item; the page starts with the next one.")] after: Option<String>,
        #[graphql(
            desc = "The number of items from the end of the list or before `before`, 0 to 100; not together with `first`."
        )]
        last: Option<i32>,
        #[graphql(desc = "The cursor of an item; the page ends with the one before it.")] before: Option<
            String,
        >,
    ) -> Result<List<Ticket>, Failure> {
        let filter = filter.unwrap_or_default().into_engine()?;
        let order = order_by.map(engine::TicketOrder::from).unwrap_or_default();
        Box::pin(tickets(ctx, filter, order, &paging(first, after, last, before)?)).await
    }

    /// The terms of a search that name an unknown property, or a queue, an organisation, a person or a tag that does not
    /// exist or that the viewer is not allowed to see. They explain why `search` finds nothing. They are not errors, so
    /// that a saved view keeps working when something is deleted.
    #[graphql(complexity = "limits::all(child_complexity)")]
    async fn unknown_search_terms(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The search, as in `search`.")] query: String,
    ) -> Result<Vec<UnknownSearchTerm>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let unknown = Box::pin(engine.unknown_search_terms(actor, &query)).await?;
        Ok(unknown.into_iter().map(Into::into).collect())
    }

    /// The tickets that a search finds; by default newest first.
    ///
    /// Words are searched for in number, title, comments and file names; they also match the start or the inside of longer
    /// words, while a phrase in quotes is matched exactly. They also match whose tickets these are: for customers the names
    /// of colleagues whose tickets they can see, for the staff the customer's name and addresses, the organisation's name
    /// and domains, and the start of tags. Properties narrow the search: `status:open`, `assignee:me|none|<address>`,
    /// `queue:"Support"`, `customer:<address>`, `organisation:"Name"`, `tag:x`, `priority:high`, `channel:email`,
    /// `turn:us|customer`, `is:unseen|at-risk|escalated|private|watching|mentioned`, `created:>2026-11-01`, `updated:<7d`.
    /// A comma means either (`status:new,open`), a leading `-` excludes (`-status:closed`), and
    /// `sort:due|updated|created|priority` sets the order.
    #[graphql(
        complexity = "Weighed::new(__ctx, __variables_definition, __field).search((first, last), child_complexity)"
    )]
    #[expect(clippy::too_many_arguments, reason = "the arguments are the schema's")]
    async fn search(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The search, at most 1,000 characters.")] query: String,
        #[graphql(desc = "The order; by default that of `sort:`, or newest first.")] order_by: Option<
            TicketOrder,
        >,
        #[graphql(
            desc = "The number of items from the start of the list or after `after`, 0 to 100; 50 without `first` and `last`."
        )]
        first: Option<i32>,
        #[graphql(desc = "The cursor of an item; the page starts with the next one.")] after: Option<String>,
        #[graphql(
            desc = "The number of items from the end of the list or before `before`, 0 to 100; not together with `first`."
        )]
        last: Option<i32>,
        #[graphql(desc = "The cursor of an item; the page ends with the one before it.")] before: Option<
            String,
        >,
    ) -> Result<List<Ticket>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let search = engine.read_search(actor, &query)?;
        let order = order_by.map(engine::TicketOrder::from).or(search.order).unwrap_or_default();
        let filter = engine::TicketFilter { search: Some(search), ..Default::default() };
        Box::pin(tickets(ctx, filter, order, &paging(first, after, last, before)?)).await
    }

    /// How many tickets each of these searches finds, in their order. This is much cheaper than one request
    /// for each. Properties are counted quickly; each word weighs 400.
    #[graphql(complexity = "Weighed::new(__ctx, __variables_definition, __field).counts()")]
    async fn ticket_counts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The searches, as in `search`, at most 50 of at most 1,000 characters each.")]
        queries: Vec<String>,
    ) -> Result<Vec<u64>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let filter = |query: &String| {
            let search = engine.read_search(actor, query);
            let search = search.map_err(|error| Failure::bad_input("queries", error.to_string()))?;
            Ok(engine::TicketFilter { search: Some(search), ..Default::default() })
        };
        let filters: Vec<_> = queries.iter().map(filter).collect::<Result<_, Failure>>()?;
        Ok(Box::pin(engine.count_each(actor, &filters)).await?)
    }
}

async fn tickets(
    ctx: &Context<'_>,
    filter: engine::TicketFilter,
    order: engine::TicketOrder,
    paging: &engine::Paging,
) -> Result<List<Ticket>, Failure> {
    let (engine, actor) = logged_in(ctx)?;
    if counts_alone(ctx) {
        return Ok(list(Page::default(), Of::Tickets(Box::new(filter)), |row| Ticket::new(row, Among::Many)));
    }
    let beside = loaders::beside_each(ctx);
    let (page, near) = Box::pin(engine.tickets_beside(actor, &filter, order, paging, beside)).await?;
    loaders::tickets(ctx, &page, beside).await?;
    let near = Arc::new(near);
    let node = |row| Ticket::near(row, Among::Many, Arc::clone(&near));
    Ok(list(page, Of::Tickets(Box::new(filter)), node))
}
