//! Saves a search as a view.

use super::check::{changes, clean_name, clean_query, keeper, refuse_taken_name};
use crate::{
    actor::Actor,
    engine::Engine,
    error::Result,
    model::{Audited, View},
    policy::Action,
    store::{Work, audit, views},
};

/// What a view is made of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CreateView {
    /// Its name; no other view of the same person may have it.
    pub name: String,
    /// The search, in the search language.
    pub query: String,
    /// Whether all of the staff are to have it.
    pub shared: bool,
}

impl Engine {
    /// Saves a search with a name; for the staff.
    ///
    /// # Errors
    /// `BadInput` for `name` or `query`; [`crate::Error::Forbidden`] for customers.
    pub async fn create_view(&self, actor: &Actor, input: CreateView) -> Result<View> {
        let permit = self.permit(actor, Action::KeepViews, None)?;
        let viewer = keeper(actor)?;
        let work = Work::begin(self).await?;
        let (name, query) = (clean_name(&input.name)?, clean_query(&work, viewer, &input.query)?);
        let view = View { id: work.id()?, owner: viewer.id, name, query, shared: input.shared };
        refuse_taken_name(&work, viewer.id, view.id, &view.name).await?;
        views::insert(&work, &view).await?;
        let changes = changes(None, Some(&view));
        if !changes.is_empty() {
            audit::note(&work, actor, Audited::ViewChanged { view: view.id, changes }).await?;
        }
        work.commit(permit, Vec::new()).await?;
        Ok(view)
    }
}
