//! Saves a search as a view.

use async_graphql::{Context, InputObject, Object};

use super::ViewPayload;
use crate::{caller::logged_in, error::Failure};

#[derive(Default)]
pub(crate) struct CreateView;

/// A new view.
#[derive(InputObject)]
struct ViewInput {
    /// Its name, unique among the viewer's views; at most 100 characters.
    name: String,
    /// The search, as in `search`; at most 1,000 characters.
    query: String,
    /// Whether it is shared with all staff.
    #[graphql(default_with = "Some(false)")]
    shared: Option<bool>,
}

#[Object]
impl CreateView {
    /// Saves a search with a name; for the staff.
    async fn create_view(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The view.")] input: ViewInput,
    ) -> Result<ViewPayload, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let view = engine::CreateView {
            name: input.name,
            query: input.query,
            shared: input.shared.unwrap_or_default(),
        };
        Ok(engine.create_view(actor, view).await?.into())
    }
}
