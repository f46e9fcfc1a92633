//! Puts the viewer's views into an order.

use async_graphql::{Context, ID, Object};

use crate::{caller::logged_in, error::Failure, ids, limits, objects::View};

#[derive(Default)]
pub(crate) struct OrderViews;

#[Object]
impl OrderViews {
    /// Sets the order of views, for the viewer only; views that are not listed follow by name.
    #[graphql(complexity = "limits::all(child_complexity)")]
    async fn order_views(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The ids of views, each once.")] ids: Vec<ID>,
    ) -> Result<Vec<View>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let ids = ids.iter().map(|id| ids::input(id, "ids")).collect::<Result<Vec<_>, _>>()?;
        Ok(engine.order_views(actor, &ids).await?.into_iter().map(View).collect())
    }
}
