//! What can be done to views.

mod create;
mod delete;
mod order;
mod update;

use async_graphql::SimpleObject;
pub(crate) use create::CreateView;
pub(crate) use delete::DeleteView;
pub(crate) use order::OrderViews;
pub(crate) use update::UpdateView;

use crate::objects::View;

/// The resulting view.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct ViewPayload {
    /// The view.
    view: View,
}

impl From<engine::View> for ViewPayload {
    fn from(view: engine::View) -> Self {
        Self { view: View(view) }
    }
}
