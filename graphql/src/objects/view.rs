//! A saved search.

use async_graphql::{Context, ID, Object};

use crate::{
    caller::logged_in,
    error::Failure,
    guard, ids,
    loaders::{self, Among},
    objects::User,
    weights,
};

/// A named search, private or shared with all staff.
#[derive(Clone, Debug)]
pub(crate) struct View(pub(crate) engine::View);

/// A named search, private or shared with all staff.
#[Object]
impl View {
    /// Opaque; unique across all types.
    pub(crate) async fn id(&self) -> ID {
        ids::id(self.0.id)
    }

    /// Its name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The search, as in `search`.
    async fn query(&self) -> &str {
        &self.0.query
    }

    /// Whether it is shared with all staff.
    async fn shared(&self) -> bool {
        self.0.shared
    }

    /// The person who saved it.
    async fn owner(&self, ctx: &Context<'_>) -> Result<Option<User>, Failure> {
        loaders::user(ctx, self.0.owner, Among::Many).await
    }

    /// The number of its tickets that the viewer can see now.
    async fn count(&self, ctx: &Context<'_>) -> Result<i64, Failure> {
        guard::spend(ctx, weights::counted(&self.0.query))?;
        let (engine, actor) = logged_in(ctx)?;
        Ok(i64::try_from(Box::pin(engine.count_view(actor, &self.0)).await?).unwrap_or(i64::MAX))
    }

    /// Whether the viewer can change or delete it: their own views, and shared ones for admins.
    async fn viewer_can_change(&self, ctx: &Context<'_>) -> Result<bool, Failure> {
        let (_, actor) = logged_in(ctx)?;
        let admin = engine::Role::Admin;
        Ok(actor.user().is_some_and(|viewer| viewer.id == self.0.owner || viewer.role == admin))
    }
}
