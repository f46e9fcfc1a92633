//! A saved search.

use async_graphql::{Context, ID, Object};

use crate::{
    caller::logged_in,
    error::Failure,
    ids,
    loaders::{self, Among},
    objects::User,
};

/// A search with a name; one's own, or shared with all of the staff.
#[derive(Clone, Debug)]
pub(crate) struct View(pub(crate) engine::View);

/// A search with a name; one's own, or shared with all of the staff.
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

    /// The search, as `search` takes it.
    async fn query(&self) -> &str {
        &self.0.query
    }

    /// Whether all of the staff have it.
    async fn shared(&self) -> bool {
        self.0.shared
    }

    /// Who saved it.
    async fn owner(&self, ctx: &Context<'_>) -> Result<Option<User>, Failure> {
        loaders::user(ctx, self.0.owner, Among::Many).await
    }

    /// How many tickets it holds now that the viewer may see.
    async fn count(&self, ctx: &Context<'_>) -> Result<i64, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        Ok(i64::try_from(Box::pin(engine.count_view(actor, &self.0)).await?).unwrap_or(i64::MAX))
    }

    /// Whether the viewer may change or delete it: their own, and admins what is shared.
    async fn viewer_can_change(&self, ctx: &Context<'_>) -> Result<bool, Failure> {
        let (_, actor) = logged_in(ctx)?;
        let admin = engine::Role::Admin;
        Ok(actor.user().is_some_and(|viewer| viewer.id == self.0.owner || viewer.role == admin))
    }
}
