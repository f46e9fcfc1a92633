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
};

/// One request, with a number that people quote.
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
    fn last_comment(&self, ctx: &Context<'_>, paging: &Paging) -> Option<Page<engine::Comment>> {
        let last = self.near.as_ref()?.last_comments.get(&self.row.id)?;
        loaders::last_alone(&ctx.look_ahead(), paging)
            .then(|| Page { items: vec![last.clone()], ..Page::default() })
    }
}

/// One request, with a number that people quote.
#[Object]
impl Ticket {
    /// Opaque; unique across all types.
    pub(crate) async fn id(&self) -> ID {
        ids::id(self.row.id)
    }

    /// What people quote, such as 10034; unlike `id`.
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

    /// What this viewer may set now.
    async fn allowed_statuses(&self, ctx: &Context<'_>) -> Result<Vec<TicketStatus>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        Ok(engine.allowed_statuses(actor, &self.row).into_iter().map(TicketStatus::from).collect())
    }

    /// What this viewer may set now, and when the ticket would then close itself.
    #[graphql(complexity = "limits::all(child_complexity)")]
    async fn status_choices(&self, ctx: &Context<'_>) -> Result<Vec<StatusChoice>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let choices = Box::pin(engine.status_choices(actor, &self.row)).await?;
        Ok(choices.into_iter().map(StatusChoice::from).collect())
    }

    /// Whose turn it is. A reply that is held back waits for the staff, whatever the status says.
    async fn waiting_for(&self) -> Turn {
        self.row.turn().into()
    }

    /// Staff: something of the customer's is unanswered and the viewer has not seen it, held-back replies included.
    /// `markSeen` takes it off. Always false for customers.
    async fn awaits_staff(&self, ctx: &Context<'_>) -> Result<bool, Failure> {
        Ok(self.viewers_mark(ctx).await?.is_some())
    }

    /// Staff: what is new in it for the viewer; null: nothing. Always null for customers.
    async fn mark(&self, ctx: &Context<'_>) -> Result<Option<TicketMark>, Failure> {
        Ok(self.viewers_mark(ctx).await?.map(TicketMark::from))
    }

    /// Staff: since when the oldest unanswered words of the customer wait; null when everything is answered, and for
    /// customers.
    async fn waiting_since(&self) -> Option<DateTime> {
        self.row.attention.waiting_since.map(DateTime)
    }

    /// Staff: until when the viewer has read it; null: they never opened it, or marked it as unread. Always null for
    /// customers.
    async fn read_until(&self, ctx: &Context<'_>) -> Result<Option<DateTime>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        Ok(Box::pin(engine.read_until(actor, self.row.id)).await?.map(DateTime))
    }

    /// Where it stands in a list of tickets: give the filter or the search and the order of the list.
    #[graphql(complexity = "20 * child_complexity")]
    async fn standing(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which tickets the list holds; without it, all that the viewer may see.")]
        filter: Option<TicketFilter>,
        #[graphql(desc = "What the list was searched by, instead of a filter.")] query: Option<String>,
        #[graphql(desc = "The order of the list; without it, as `sort:` says, or the newest first.")]
        order_by: Option<TicketOrder>,
    ) -> Result<Standing, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let search = query.map(|typed| engine.read_search(actor, &typed)).transpose()?;
        let sort = search.as_ref().and_then(|search| search.order);
        let filter = engine::TicketFilter { search, ..filter.unwrap_or_default().into_engine()? };
        let order = order_by.map(engine::TicketOrder::from).or(sort).unwrap_or_default();
        Ok(Box::pin(engine.standing(actor, &self.row, &filter, order)).await?.into())
    }

    /// When a reply by mail arrived that the staff have yet to decide on: it was received, and does not stand among the
    /// comments that customers see.
    async fn reply_received_at(&self) -> Option<DateTime> {
        self.row.attention.held_back.map(|(at, _)| DateTime(at))
    }

    /// Whether the viewer opened it.
    async fn viewer_is_customer(&self, ctx: &Context<'_>) -> Result<bool, Failure> {
        caller::is_viewer(ctx, self.row.customer)
    }

    /// Its priority. Customers see the priority that it was opened with.
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

    /// On behalf of which organisation.
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

    /// Whether colleagues of the customer are kept out, whatever their organisation shares. Its watchers see it all the same.
    async fn is_private(&self) -> bool {
        self.row.is_private
    }

    /// Who is told of it beside its customer and its assignee, and sees it; customers among them may read it and answer.
    /// Customers are not told which staff watch.
    #[graphql(complexity = "limits::all(child_complexity)")]
    async fn watchers(&self, ctx: &Context<'_>) -> Result<Vec<User>, Failure> {
        loaders::watchers(ctx, self.row.id, self.among).await
    }

    /// What another system calls it, such as "zammad:34", to which the old link `/#ticket/zoom/34` leads; unique among
    /// tickets. `tickets(filter: { externalId })` finds it again.
    async fn external_id(&self) -> Option<&str> {
        self.row.external_id.as_deref()
    }

    /// Which version of the privacy notice was shown when it was opened; null: none was. `privacyNotice(version:)` has its
    /// text.
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
            desc = "How many items of the list, from its beginning or after `after`: 0 to 100; 50 without `first` and `last`."
        )]
        first: Option<i32>,
        #[graphql(desc = "The cursor of an item: the page begins with the next one.")] after: Option<String>,
        #[graphql(
            desc = "How many items, from the end of the list or before `before`: 0 to 100; not together with `first`."
        )]
        last: Option<i32>,
        #[graphql(desc = "The cursor of an item: the page ends with the one before it.")] before: Option<
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
            desc = "How many items of the list, from its beginning or after `after`: 0 to 100; 50 without `first` and `last`."
        )]
        first: Option<i32>,
        #[graphql(desc = "The cursor of an item: the page begins with the next one.")] after: Option<String>,
        #[graphql(
            desc = "How many items, from the end of the list or before `before`: 0 to 100; not together with `first`."
        )]
        last: Option<i32>,
        #[graphql(desc = "The cursor of an item: the page ends with the one before it.")] before: Option<
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

    /// Its links to other tickets of which the viewer may see both ends, in the order in which they were added.
    #[graphql(complexity = "limits::all(child_complexity)")]
    async fn links(&self, ctx: &Context<'_>) -> Result<Vec<TicketLink>, Failure> {
        loaders::links_of(ctx, self.row.id, self.among).await
    }

    /// Its links to other systems; for customers, those that were made visible to them.
    #[graphql(complexity = "limits::all(child_complexity)")]
    async fn external_links(&self, ctx: &Context<'_>) -> Result<Vec<ExternalLink>, Failure> {
        loaders::external_links_of(ctx, self.row.id, self.among).await
    }

    /// The ticket into which it was merged, if the viewer may see that. `ticket(number:)` of a merged ticket answers that
    /// ticket itself.
    async fn merged_into(&self, ctx: &Context<'_>) -> Result<Option<Ticket>, Failure> {
        match self.row.merged_into {
            Some(id) => loaders::ticket(ctx, id, self.among).await,
            None => Ok(None),
        }
    }

    /// The tickets that were merged into it, as far as the viewer may see them, by number.
    #[graphql(complexity = "limits::all(child_complexity)")]
    async fn merged_tickets(&self, ctx: &Context<'_>) -> Result<Vec<Ticket>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let merged = Box::pin(engine.merged_tickets(actor, self.row.id)).await?;
        Ok(merged.into_iter().map(|row| Self::new(row, Among::Many)).collect())
    }

    /// Its children that are neither resolved nor closed, as far as the viewer may see them, by number.
    #[graphql(complexity = "limits::all(child_complexity)")]
    async fn open_children(&self, ctx: &Context<'_>) -> Result<Vec<Ticket>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let children = Box::pin(engine.open_children(actor, self.row.id)).await?;
        Ok(children.into_iter().map(|row| Self::new(row, Among::Many)).collect())
    }

    /// Staff: what became of each of its emails, oldest first, with the digests that tell somebody of it among other tickets
    /// (DIGEST); of more than 500, the last ones.
    #[graphql(complexity = "limits::all(child_complexity)")]
    async fn emails(&self, ctx: &Context<'_>) -> Result<Vec<Email>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        Ok(Box::pin(engine.ticket_emails(actor, self.row.id)).await?.into_iter().map(Email::from).collect())
    }

    /// Staff: its emails that were not sent, oldest first, each with the reason: those that wait, were held, failed or were
    /// withdrawn.
    #[graphql(complexity = "limits::all(child_complexity)")]
    async fn unsent_emails(&self, ctx: &Context<'_>) -> Result<Vec<Email>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        Ok(Box::pin(engine.unsent_letters(actor, self.row.id)).await?.into_iter().map(Email::from).collect())
    }

    /// When it was opened.
    async fn created_at(&self) -> DateTime {
        self.row.created_at.into()
    }

    /// When it last changed; for customers, when something changed that they may see.
    async fn updated_at(&self) -> DateTime {
        self.row.updated_at.into()
    }

    /// How its customer rated it since it was last resolved or closed; for the staff and that customer. Null: not yet.
    async fn rating(&self, ctx: &Context<'_>) -> Result<Option<TicketRating>, Failure> {
        loaders::rating(ctx, self.row.id, self.among).await
    }

    /// Whether the viewer may rate it now, or change the rating: its customer, for 30 days after it was resolved or closed.
    async fn may_rate(&self, ctx: &Context<'_>) -> Result<bool, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        caller::tells_the_viewer(ctx);
        Ok(Box::pin(engine.may_rate(actor, &self.row)).await?)
    }

    /// When the system closes it; null when it will not.
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

    /// Staff: who looks at it or writes on it now, those who have been there longest first; whoever subscribes to `presence`
    /// or has its page open looks at it. Always empty for customers.
    async fn presence(&self, ctx: &Context<'_>) -> Result<Vec<Presence>, Failure> {
        loaders::presence_on(ctx, self.row.id, self.among).await
    }

    /// What the viewer has written and not sent yet; never anybody else's.
    async fn draft(&self, ctx: &Context<'_>) -> Result<Option<Draft>, Failure> {
        loaders::draft_on(ctx, self.row.id, self.among).await
    }

    /// The files that the viewer has chosen for an answer and not sent yet; never anybody else's.
    async fn draft_files(&self, ctx: &Context<'_>) -> Result<Vec<DraftFile>, Failure> {
        loaders::draft_files_on(ctx, self.row.id, self.among).await
    }

    /// Staff: what stands below the email that takes a public answer of the viewer from a page: their own signature, and that of the
    /// queue. Null where the usual farewell stands there, where emails carry no texts, and for customers.
    // Each ticket asks the database by itself.
    #[graphql(complexity = 20)]
    async fn answer_signature(&self, ctx: &Context<'_>) -> Result<Option<String>, Failure> {
        let (engine, actor) = caller::logged_in(ctx)?;
        caller::tells_the_viewer(ctx);
        Ok(Box::pin(engine.answer_signature(actor, self.row.id)).await?)
    }

    /// How many files its comments have that the viewer may fetch.
    async fn file_count(&self, ctx: &Context<'_>) -> Result<u64, Failure> {
        loaders::count_files(ctx, self.row.id, self.among).await
    }

    /// Where to download all files of its comments as one zip, with the viewer's session or token: those that the viewer
    /// may fetch one by one. Their names are made unique.
    async fn files_url(&self, ctx: &Context<'_>) -> Result<String, Failure> {
        let base = &caller::engine(ctx)?.settings().public_url;
        Ok(format!("{base}{}", archive_path(self.row.number)))
    }

    /// The absolute link to its page.
    async fn url(&self, ctx: &Context<'_>) -> Result<String, Failure> {
        Ok(caller::engine(ctx)?.settings().ticket_url(self.row.number))
    }

    /// Counts the changes that the viewer may see; give it back as `expectedVersion` to learn when somebody was faster.
    async fn version(&self) -> i64 {
        self.row.version
    }
}
