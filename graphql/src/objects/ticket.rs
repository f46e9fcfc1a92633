//! Why: one request, as the viewer may see it.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use engine::{Neighbours, Page, Paging, UserId};

use crate::{
    caller::{self, logged_in},
    error::Failure,
    http::archive_path,
    ids, limits,
    loaders::{self, Among},
    objects::{
        Channel, Comment, Draft, DraftFile, Email, ExternalLink, Organisation, Presence, Queue, SlaClock,
        Standing, StatusChoice, TicketEvent, TicketFilter, TicketLink, TicketMark, TicketOrder,
        TicketPriority, TicketRating, TicketStatus, Turn, User,
    },
    page::{List, Of, list, paging},
    scalars::DateTime,
    weights::Weighed,
};

/// A support request, with a number that people quote.
#[derive(Clone, Debug)]
pub(crate) struct Ticket {
    row: engine::Ticket,
    among: Among,
    /// What was read with it; shared among the tickets of a page.
    near: Option<Arc<Neighbours>>,
}

impl Ticket {
    /// A ticket that was read alone.
    pub(crate) fn new(row: engine::Ticket, among: Among) -> Self {
        Self { row, among, near: None }
    }

    /// A ticket together with which others were read.
    pub(crate) fn near(row: engine::Ticket, among: Among, near: Arc<Neighbours>) -> Self {
        Self { row, among, near: Some(near) }
    }

    /// The ticket as the engine answered it.
    pub(crate) const fn row(&self) -> &engine::Ticket {
        &self.row
    }

    async fn person(&self, ctx: &Context<'_>, id: UserId) -> Result<Option<User>, Failure> {
        match self.near.as_ref().and_then(|near| near.users.get(&id)) {
            Some(row) => Ok(Some(User { row: row.clone(), among: self.among })),
            None => loaders::user(ctx, id, self.among).await,
        }
    }

    /// Nothing is asked where everything is answered.
    async fn viewers_mark(&self, ctx: &Context<'_>) -> Result<Option<engine::Mark>, Failure> {
        match self.row.attention.customer_wrote_at {
            Some(_) => loaders::mark(ctx, self.row.id, self.among).await,
            None => Ok(None),
        }
    }

    /// The page of the newest comment, if that was read and the page need not tell what else there is.
    fn last_comment(&self, ctx: &Context<'_>, paging: &Paging) -> Option<Page<Arc<engine::Comment>>> {
        let (cursor, last) = self.near.as_ref()?.last_comments.get(&self.row.id)?;
        loaders::last_alone(&ctx.look_ahead(), paging)
            .then(|| Page { items: vec![(cursor.clone(), Arc::new(last.clone()))], ..Page::default() })
    }
}

/// A support request, with a number that people quote.
#[Object]
impl Ticket {
    /// Opaque; unique across all types.
    pub(crate) async fn id(&self) -> ID {
        ids::id(self.row.id)
    }

    /// The number that people quote, such as 10034; unlike `id`.
    async fn number(&self) -> i64 {
        self.row.number
    }

    /// One line.
    async fn title(&self) -> &str {
        &self.row.title
    }

    /// Its status.
    async fn status(&self) -> TicketStatus {
        self.row.status.into()
    }

    /// The statuses that the viewer can set now.
    async fn allowed_statuses(&self, ctx: &Context<'_>) -> Result<Vec<TicketStatus>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        Ok(engine.allowed_statuses(actor, &self.row).into_iter().map(TicketStatus::from).collect())
    }

    /// The statuses that the viewer can set now, and when the ticket would then be closed automatically.
    #[graphql(complexity = "limits::all(child_complexity)")]
    async fn status_choices(&self, ctx: &Context<'_>) -> Result<Vec<StatusChoice>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let choices = Box::pin(engine.status_choices(actor, &self.row)).await?;
        Ok(choices.into_iter().map(StatusChoice::from).collect())
    }

    /// Whose turn it is. With a held-back reply it is the staff's, whatever the status.
    async fn waiting_for(&self) -> Turn {
        self.row.turn().into()
    }

    /// Staff only: whether there is something unanswered by the customer that the viewer has not seen, including held-back
    /// replies. `markSeen` clears it. Always false for customers.
    async fn awaits_staff(&self, ctx: &Context<'_>) -> Result<bool, Failure> {
        Ok(self.viewers_mark(ctx).await?.is_some())
    }

    /// Staff only: what is new in it for the viewer; null for nothing. Always null for customers.
    async fn mark(&self, ctx: &Context<'_>) -> Result<Option<TicketMark>, Failure> {
        Ok(self.viewers_mark(ctx).await?.map(TicketMark::from))
    }

    /// Staff only: since when the customer has been waiting for an answer; null if everything is answered, and for
    /// customers.
    async fn waiting_since(&self) -> Option<DateTime> {
        self.row.attention.waiting_since.map(DateTime)
    }

    /// Staff only: up to when the viewer has read it; null if they never opened it or marked it as unread. Always null for
    /// customers.
    async fn read_until(&self, ctx: &Context<'_>) -> Result<Option<DateTime>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        Ok(Box::pin(engine.read_until(actor, self.row.id)).await?.map(DateTime))
    }

    /// Its position in the list of tickets with this filter or search and this order.
    #[graphql(complexity = "Weighed::new(__ctx, __variables_definition, __field).place(child_complexity)")]
    async fn standing(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The filter of the list; by default all that the viewer can see.")] filter: Option<
            TicketFilter,
        >,
        #[graphql(desc = "The search of the list, instead of a filter.")] query: Option<String>,
        #[graphql(desc = "The order of the list; by default that of `sort:`, or newest first.")]
        order_by: Option<TicketOrder>,
    ) -> Result<Standing, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let search = query.map(|typed| engine.read_search(actor, &typed)).transpose()?;
        let sort = search.as_ref().and_then(|search| search.order);
        let filter = engine::TicketFilter { search, ..filter.unwrap_or_default().into_engine()? };
        let order = order_by.map(engine::TicketOrder::from).or(sort).unwrap_or_default();
        Ok(Box::pin(engine.standing(actor, &self.row, &filter, order)).await?.into())
    }

    /// When a reply by email arrived that the staff have yet to review. It is not yet visible to customers.
    async fn reply_received_at(&self) -> Option<DateTime> {
        self.row.attention.held_back.map(|(at, _)| DateTime(at))
    }

    /// Whether the viewer opened it.
    async fn viewer_is_customer(&self, ctx: &Context<'_>) -> Result<bool, Failure> {
        caller::is_viewer(ctx, self.row.customer)
    }

    /// Its priority. Customers see the initial priority.
    async fn priority(&self) -> TicketPriority {
        self.row.priority.into()
    }

    /// How it arrived.
    async fn channel(&self) -> Channel {
        self.row.channel.into()
    }

    /// Its queue.
    async fn queue(&self, ctx: &Context<'_>) -> Result<Queue, Failure> {
        loaders::queue(ctx, self.row.queue, self.among).await?.ok_or_else(|| Failure::not_found("queue"))
    }

    /// The customer who opened it.
    async fn customer(&self, ctx: &Context<'_>) -> Result<User, Failure> {
        self.person(ctx, self.row.customer).await?.ok_or_else(|| Failure::not_found("user"))
    }

    /// The organisation that it was opened for.
    async fn organisation(&self, ctx: &Context<'_>) -> Result<Option<Organisation>, Failure> {
        let Some(id) = self.row.organisation else { return Ok(None) };
        match self.near.as_ref().and_then(|near| near.organisations.get(&id)) {
            Some(row) => Ok(Some(Organisation(row.clone()))),
            None => loaders::organisation(ctx, id, self.among).await,
        }
    }

    /// The assignee.
    async fn assignee(&self, ctx: &Context<'_>) -> Result<Option<User>, Failure> {
        match self.row.assignee {
            Some(id) => self.person(ctx, id).await,
            None => Ok(None),
        }
    }

    /// Whether it is hidden from the customer's colleagues, even if their organisation shares its tickets. Watchers can
    /// still see it.
    async fn is_private(&self) -> bool {
        self.row.is_private
    }

    /// People who can see it and are notified, in addition to its customer and its assignee; customers among them can
    /// answer it. Customers do not see which staff watch it.
    #[graphql(complexity = "limits::all(child_complexity)")]
    async fn watchers(&self, ctx: &Context<'_>) -> Result<Vec<User>, Failure> {
        loaders::watchers(ctx, self.row.id, self.among).await
    }

    /// Its id in another system, such as "zammad:34", which makes the old link `/#ticket/zoom/34` work; unique among
    /// tickets. `tickets(filter: { externalId })` finds it.
    async fn external_id(&self) -> Option<&str> {
        self.row.external_id.as_deref()
    }

    /// The version of the privacy notice that was shown when it was opened; null for none. `privacyNotice(version:)` has
    /// its text.
    async fn notice_version(&self) -> Option<&str> {
        self.row.notice_version.as_deref()
    }

    /// Tags set by the staff, sorted.
    async fn tags(&self) -> &[String] {
        &self.row.tags
    }

    /// Its comments, the oldest first.
    #[graphql(complexity = "limits::page(first, last, child_complexity)")]
    async fn comments(
        &self,
        ctx: &Context<'_>,
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
    ) -> Result<List<Comment>, Failure> {
        let paging = paging(first, after, last, before)?;
        let of = Of::Comments(self.row.id, self.among);
        let (page, authors) = match self.last_comment(ctx, &paging) {
            Some(page) => (page, None),
            None => Box::pin(loaders::comments(ctx, self.row.id, paging, self.among)).await?,
        };
        Ok(list(page, of, |row| Comment::with_authors(row, Among::Many, authors.clone())))
    }

    /// What happened to it, the oldest first.
    #[graphql(complexity = "limits::page(first, last, child_complexity)")]
    async fn events(
        &self,
        ctx: &Context<'_>,
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
    ) -> Result<List<TicketEvent>, Failure> {
        let paging = paging(first, after, last, before)?;
        let page = loaders::events_of(ctx, self.row.id, paging, self.among).await?;
        if self.among == Among::One {
            Box::pin(loaders::events(ctx, &page)).await?;
        }
        Ok(list(page, Of::Events(self.row.id, self.among), |row| TicketEvent {
            row,
            ticket: None,
            among: Among::Many,
        }))
    }

    /// Its links to other tickets that the viewer can see, in the order in which they were added.
    #[graphql(complexity = "limits::all(child_complexity)")]
    async fn links(&self, ctx: &Context<'_>) -> Result<Vec<TicketLink>, Failure> {
        loaders::links_of(ctx, self.row.id, self.among).await
    }

    /// Its links to other systems; for customers, those visible to them.
    #[graphql(complexity = "limits::all(child_complexity)")]
    async fn external_links(&self, ctx: &Context<'_>) -> Result<Vec<ExternalLink>, Failure> {
        loaders::external_links_of(ctx, self.row.id, self.among).await
    }

    /// The ticket that it was merged into, if the viewer can see that. `ticket(number:)` returns that ticket directly.
    async fn merged_into(&self, ctx: &Context<'_>) -> Result<Option<Ticket>, Failure> {
        match self.row.merged_into {
            Some(id) => loaders::ticket(ctx, id, self.among).await,
            None => Ok(None),
        }
    }

    /// The tickets that were merged into it and that the viewer can see, by number.
    #[graphql(complexity = "limits::all(child_complexity)")]
    async fn merged_tickets(&self, ctx: &Context<'_>) -> Result<Vec<Ticket>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let merged = Box::pin(engine.merged_tickets(actor, self.row.id)).await?;
        Ok(merged.into_iter().map(|row| Self::new(row, Among::Many)).collect())
    }

    /// Its child tickets that are neither resolved nor closed and that the viewer can see, by number.
    #[graphql(complexity = "limits::all(child_complexity)")]
    async fn open_children(&self, ctx: &Context<'_>) -> Result<Vec<Ticket>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let children = Box::pin(engine.open_children(actor, self.row.id)).await?;
        Ok(children.into_iter().map(|row| Self::new(row, Among::Many)).collect())
    }

    /// Staff only: its emails, oldest first, including digests that mention it among other tickets (DIGEST); at most the
    /// last 500.
    #[graphql(complexity = "limits::all(child_complexity)")]
    async fn emails(&self, ctx: &Context<'_>) -> Result<Vec<Email>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        Ok(Box::pin(engine.ticket_emails(actor, self.row.id)).await?.into_iter().map(Email::from).collect())
    }

    /// Staff only: its emails that were not sent, oldest first, with the reason: they are waiting, were held, failed or
    /// were withdrawn.
    #[graphql(complexity = "limits::all(child_complexity)")]
    async fn unsent_emails(&self, ctx: &Context<'_>) -> Result<Vec<Email>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        Ok(Box::pin(engine.unsent_letters(actor, self.row.id)).await?.into_iter().map(Email::from).collect())
    }

    /// When it was opened.
    async fn created_at(&self) -> DateTime {
        self.row.created_at.into()
    }

    /// When it last changed; for customers, when something that they can see last changed.
    async fn updated_at(&self) -> DateTime {
        self.row.updated_at.into()
    }

    /// Its rating since it was last resolved or closed; for the staff and the customer. Null if not rated yet.
    async fn rating(&self, ctx: &Context<'_>) -> Result<Option<TicketRating>, Failure> {
        loaders::rating(ctx, self.row.id, self.among).await
    }

    /// Whether the viewer can rate it now or change the rating: only its customer, for 30 days after it was resolved or
    /// closed.
    async fn may_rate(&self, ctx: &Context<'_>) -> Result<bool, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        caller::tells_the_viewer(ctx);
        Ok(Box::pin(engine.may_rate(actor, &self.row)).await?)
    }

    /// When it will be closed automatically; null if it will not.
    async fn auto_close_at(&self) -> Option<DateTime> {
        self.row.auto_close_at.map(DateTime)
    }

    /// The agreed time until the first public answer of the staff; null without an agreement, and for customers.
    async fn response(&self, ctx: &Context<'_>) -> Result<Option<SlaClock>, Failure> {
        Ok(loaders::clocks_on(ctx, self.row.id, self.among).await?.response.map(SlaClock))
    }

    /// The agreed time until it is resolved or closed; null without an agreement, and for customers.
    async fn restoration(&self, ctx: &Context<'_>) -> Result<Option<SlaClock>, Failure> {
        Ok(loaders::clocks_on(ctx, self.row.id, self.among).await?.restoration.map(SlaClock))
    }

    /// Staff only: who is viewing it or writing on it now, longest first; those who subscribe to `presence` or have its
    /// page open are viewing it. Always empty for customers.
    async fn presence(&self, ctx: &Context<'_>) -> Result<Vec<Presence>, Failure> {
        loaders::presence_on(ctx, self.row.id, self.among).await
    }

    /// The viewer's draft.
    async fn draft(&self, ctx: &Context<'_>) -> Result<Option<Draft>, Failure> {
        loaders::draft_on(ctx, self.row.id, self.among).await
    }

    /// The files of the viewer's draft.
    async fn draft_files(&self, ctx: &Context<'_>) -> Result<Vec<DraftFile>, Failure> {
        loaders::draft_files_on(ctx, self.row.id, self.among).await
    }

    /// Staff only: the signature below the email with a public answer of the viewer from a page: their own, and that of the
    /// queue. Null if the default closing is used, if emails contain only the link, and for customers.
    // Each ticket asks the database by itself.
    #[graphql(complexity = 20)]
    async fn answer_signature(&self, ctx: &Context<'_>) -> Result<Option<String>, Failure> {
        let (engine, actor) = caller::logged_in(ctx)?;
        caller::tells_the_viewer(ctx);
        Ok(Box::pin(engine.answer_signature(actor, self.row.id)).await?)
    }

    /// The number of files in its comments that the viewer can download.
    async fn file_count(&self, ctx: &Context<'_>) -> Result<u64, Failure> {
        loaders::count_files(ctx, self.row.id, self.among).await
    }

    /// Where to download all files of its comments that the viewer can see as one zip, with the viewer's session or token.
    /// File names are made unique.
    async fn files_url(&self, ctx: &Context<'_>) -> Result<String, Failure> {
        let base = &caller::engine(ctx)?.settings().public_url;
        Ok(format!("{base}{}", archive_path(self.row.number)))
    }

    /// The absolute URL of its page.
    async fn url(&self, ctx: &Context<'_>) -> Result<String, Failure> {
        Ok(caller::engine(ctx)?.settings().ticket_url(self.row.number))
    }

    /// Counts the changes that the viewer can see; pass it as `expectedVersion` to detect conflicting changes.
    async fn version(&self) -> i64 {
        self.row.version
    }
}
