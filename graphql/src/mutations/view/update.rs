//! Changes a view.

use async_graphql::{Context, ID, InputObject, Object};

use super::ViewPayload;
use crate::{caller::logged_in, error::Failure, ids};

#[derive(Default)]
pub(crate) struct UpdateView;

/// The changes; omitted fields stay as they are.
#[derive(InputObject)]
struct UpdateViewInput {
    /// The view.
    id: ID,
    /// The new name; at most 100 characters.
    name: Option<String>,
    /// The new search; at most 1,000 characters.
    query: Option<String>,
    /// Whether it is shared with all staff.
    shared: Option<bool>,
}

#[Object]
impl UpdateView {
    /// Changes a view; for its owner, and for admins if it is shared.
    async fn update_view(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The view and the changes.")] input: UpdateViewInput,
    ) -> Result<ViewPayload, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let id = ids::input(&input.id, "id")?;
        let update = engine::UpdateView { name: input.name, query: input.query, shared: input.shared };
        Ok(engine.update_view(actor, id, update).await?.into())
    }
}
