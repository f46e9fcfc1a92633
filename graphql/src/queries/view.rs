//! Views: saved searches.

use async_graphql::{Context, Object};

use crate::{caller::logged_in, error::Failure, limits, objects::View};

#[derive(Default)]
pub(crate) struct ViewQuery;

#[Object]
impl ViewQuery {
    /// The viewer's views and the shared ones, in the viewer's order; for the staff.
    #[graphql(complexity = "limits::all(child_complexity)")]
    async fn views(&self, ctx: &Context<'_>) -> Result<Vec<View>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        Ok(Box::pin(engine.views(actor)).await?.into_iter().map(View).collect())
    }
}
