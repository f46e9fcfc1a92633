//! Why: one request, as the viewer may see it.

use async_graphql::{Context, ID, Object};

use crate::{
    caller::{self, logged_in},
    error::Failure,
    ids, limits,
    loaders::{self, Among},
    objects::{
        Channel, Comment, Organisation, Queue, SlaClock, TicketEvent, TicketPriority, TicketStatus, Turn,
        User,
    },
    page::{List, Of, list, paging},
    scalars::DateTime,
};

/// One request, with a number that people quote.
#[derive(Clone, Debug)]
pub(crate) struct Ticket {
    pub(crate) row: engine::Ticket,
    pub(crate) among: Among,
}

impl Ticket {
    /// Fetches the neighbours of a list of this ticket at once, unless other tickets do the same at the same time: then
    /// the loaders gather over all of them.
    async fn gather(&self, fetching: impl Future<Output = Result<(), Failure>>) -> Result<(), Failure> {
        match self.among {
            Among::One => Box::pin(fetching).await,
            Among::Many => Ok(()),
        }
    }
}

/// One request, with a number that people quote.
#[Object]
impl Ticket {
    /// Opaque, and unique over all types.
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

    /// Where it stands.
    async fn status(&self) -> TicketStatus {
        self.row.status.into()
    }

    /// What this viewer may set now.
    async fn allowed_statuses(&self, ctx: &Context<'_>) -> Result<Vec<TicketStatus>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        Ok(engine.allowed_statuses(actor, &self.row).into_iter().map(TicketStatus::from).collect())
    }

    /// Whose turn it is.
    async fn waiting_for(&self) -> Turn {
        self.row.status.turn().into()
    }

    /// Whether the viewer opened it.
    async fn viewer_is_customer(&self, ctx: &Context<'_>) -> Result<bool, Failure> {
        caller::is_viewer(ctx, self.row.customer)
    }

    /// How urgent it is.
    async fn priority(&self) -> TicketPriority {
        self.row.priority.into()
    }

    /// How it came.
    async fn channel(&self) -> Channel {
        self.row.channel.into()
    }

    /// Where it waits.
    async fn queue(&self, ctx: &Context<'_>) -> Result<Queue, Failure> {
        loaders::queue(ctx, self.row.queue, self.among).await?.ok_or_else(|| Failure::not_found("queue"))
    }

    /// Who asked.
    async fn customer(&self, ctx: &Context<'_>) -> Result<User, Failure> {
        loaders::user(ctx, self.row.customer, self.among).await?.ok_or_else(|| Failure::not_found("user"))
    }

    /// On behalf of which organisation.
    async fn organisation(&self, ctx: &Context<'_>) -> Result<Option<Organisation>, Failure> {
        match self.row.organisation {
            Some(id) => loaders::organisation(ctx, id, self.among).await,
            None => Ok(None),
        }
    }

    /// Who is responsible.
    async fn assignee(&self, ctx: &Context<'_>) -> Result<Option<User>, Failure> {
        match self.row.assignee {
            Some(id) => loaders::user(ctx, id, self.among).await,
            None => Ok(None),
        }
    }

    /// Words of the staff, sorted.
    async fn tags(&self) -> &[String] {
        &self.row.tags
    }

    /// Its comments, the oldest first.
    #[graphql(complexity = "limits::page(first, last, child_complexity)")]
    async fn comments(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<List<Comment>, Failure> {
        let paging = paging(first, after, last, before)?;
        let page = loaders::comments_of(ctx, self.row.id, paging, self.among).await?;
        self.gather(loaders::comments(ctx, &page)).await?;
        Ok(list(page, Of::Comments(self.row.id, self.among), |row| Comment { row, among: Among::Many }))
    }

    /// What happened to it, the oldest first.
    #[graphql(complexity = "limits::page(first, last, child_complexity)")]
    async fn events(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<List<TicketEvent>, Failure> {
        let paging = paging(first, after, last, before)?;
        let page = loaders::events_of(ctx, self.row.id, paging, self.among).await?;
        self.gather(loaders::events(ctx, &page)).await?;
        Ok(list(page, Of::Events(self.row.id, self.among), |row| TicketEvent {
            row,
            ticket: None,
            among: Among::Many,
        }))
    }

    /// When it was opened.
    async fn created_at(&self) -> DateTime {
        self.row.created_at.into()
    }

    /// When it last changed.
    async fn updated_at(&self) -> DateTime {
        self.row.updated_at.into()
    }

    /// When the system closes it; null when it will not.
    async fn auto_close_at(&self) -> Option<DateTime> {
        self.row.auto_close_at.map(DateTime)
    }

    /// The agreed time until the first public answer of the staff; null without an agreement.
    async fn response(&self) -> Option<SlaClock> {
        None
    }

    /// The agreed time until it is resolved or closed; null without an agreement.
    async fn restoration(&self) -> Option<SlaClock> {
        None
    }

    /// The absolute link to its page.
    async fn url(&self, ctx: &Context<'_>) -> Result<String, Failure> {
        Ok(caller::engine(ctx)?.settings().ticket_url(self.row.number))
    }

    /// Counts its changes; give it back as `expectedVersion` to learn when somebody was faster.
    async fn version(&self) -> i64 {
        self.row.version
    }
}
