//! Why: a company that is served, and who belongs to it.

use async_graphql::{Context, ID, Object, SimpleObject};

use crate::{
    caller::{logged_in, tells_the_viewer},
    error::Failure,
    ids, limits,
    loaders::{self, Among},
    objects::{Agreement, Sharing, User},
    page::{List, Of, list, paging},
};

/// A person who joined an organisation by their email domain.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct JoinedByDomain {
    /// The person.
    pub(crate) user: User,
    /// The email domain.
    pub(crate) domain: String,
}

/// Customers who wrote from a domain before it belonged to an organisation.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct EarlierSenders {
    /// How many there are, counted up to 5000.
    pub(crate) total_count: i32,
    /// The first 100 of them, by name.
    pub(crate) users: Vec<User>,
}

/// A customer company, which can share its tickets among its members.
#[derive(Clone, Debug)]
pub(crate) struct Organisation(pub(crate) engine::Organisation);

/// A customer company, which can share its tickets among its members.
#[Object]
impl Organisation {
    /// Opaque; unique across all types.
    pub(crate) async fn id(&self) -> ID {
        ids::id(self.0.id)
    }

    /// Its unique name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Its id in another system; unique among organisations.
    async fn external_id(&self) -> Option<&str> {
        self.0.external_id.as_deref()
    }

    /// Email domains whose senders join this organisation on first contact; `*.example.org` includes all subdomains.
    async fn domains(&self) -> &[String] {
        &self.0.domains
    }

    /// The `domains` where anybody can get an address: every sender from there joins the organisation.
    async fn open_domains(&self, ctx: &Context<'_>) -> Result<Vec<String>, Failure> {
        Ok(crate::caller::engine(ctx)?.open_domains(&self.0))
    }

    /// People who joined by their email domain, sorted by name; for staff, empty for others. An admin can undo this with
    /// `updateUser(input: { organisation: null })`.
    async fn joined_by_domain(&self, ctx: &Context<'_>) -> Result<Vec<JoinedByDomain>, Failure> {
        loaders::joined_by_domain(ctx, self.0.id).await
    }

    /// Customers who wrote from one of its domains before it belonged to the organisation and have never belonged to any:
    /// `takeOverSenders` makes them members. For admins.
    #[graphql(complexity = "limits::all(child_complexity)")]
    async fn earlier_senders(&self, ctx: &Context<'_>) -> Result<EarlierSenders, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let (count, first) = Box::pin(engine.earlier_senders(actor, self.0.id)).await?;
        let users = first.into_iter().map(|row| User { row, among: Among::Many }).collect();
        Ok(EarlierSenders { total_count: i32::try_from(count).unwrap_or(i32::MAX), users })
    }

    /// Whether it shares its tickets, with all members or with selected ones.
    async fn shares_tickets(&self) -> bool {
        self.0.sharing.shares()
    }

    /// Whether it shares its tickets with the viewer, who is one of its members.
    async fn shared_with_viewer(&self, ctx: &Context<'_>) -> Result<bool, Failure> {
        tells_the_viewer(ctx);
        let (engine, actor) = logged_in(ctx)?;
        Ok(engine.shares_with(actor, &self.0))
    }

    /// Which members it shares its tickets with. Private tickets are not shared.
    async fn sharing(&self) -> Sharing {
        self.0.sharing.into()
    }

    /// Its agreement; null for none, and for customers.
    async fn agreement(&self, ctx: &Context<'_>) -> Result<Option<Agreement>, Failure> {
        loaders::agreement_if_any(ctx, self.0.agreement).await
    }

    /// The former name of `agreement`.
    #[graphql(deprecation = "Use agreement.")]
    async fn sla(&self, ctx: &Context<'_>) -> Result<Option<Agreement>, Failure> {
        loaders::agreement_if_any(ctx, self.0.agreement).await
    }

    /// Its members.
    #[graphql(complexity = "limits::page(first, None, child_complexity)")]
    async fn members(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The number of items on the page, 0 to 100; by default 50.")] first: Option<i32>,
        #[graphql(desc = "The cursor of an item; the page starts with the next one.")] after: Option<String>,
    ) -> Result<List<User>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let filter = engine::UserFilter { organisation: Some(self.0.id), ..Default::default() };
        let page = Box::pin(engine.users(actor, &filter, &paging(first, after, None, None)?)).await?;
        Ok(list(page, Of::Users(filter), |row| User { row, among: Among::Many }))
    }
}
