//! Changes a view.

use async_graphql::{Context, ID, InputObject, Object};

use super::ViewPayload;
use crate::{caller::logged_in, error::Failure, ids};

#[derive(Default)]
pub(crate) struct UpdateView;

/// What is to be different; what is left out stays.
#[derive(InputObject)]
struct UpdateViewInput {
    /// Which view.
    id: ID,
    /// Another name; at most 100 characters.
    name: Option<String>,
    /// Another search; at most 1,000 characters.
    query: Option<String>,
    /// Whether all of the staff have it.
    shared: Option<bool>,
}

#[Object]
impl UpdateView {
    /// Changes a view; for its owner, and for admins if it is shared.
    async fn update_view(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which view, and what is to be different.")] input: UpdateViewInput,
    ) -> Result<ViewPayload, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let id = ids::input(&input.id, "id")?;
        let update = engine::UpdateView { name: input.name, query: input.query, shared: input.shared };
        Ok(engine.update_view(actor, id, update).await?.into())
    }
}
