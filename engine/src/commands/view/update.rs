//! Changes a view: its name, its search, who has it.

use super::check::{changes, clean_name, clean_query, keeper, refuse_others, refuse_taken_name};
use crate::{
    actor::Actor,
    engine::Engine,
    error::Result,
    model::{Audited, View, ViewId},
    policy::Action,
    store::{Work, audit, views},
};

/// What is changed of a view; `None` leaves it as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UpdateView {
    /// Its name.
    pub name: Option<String>,
    /// The search.
    pub query: Option<String>,
    /// Whether all of the staff have it.
    pub shared: Option<bool>,
}

impl Engine {
    /// Changes a view; for its owner and, where it is shared, for admins.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`], also for another's own; `BadInput` for `name` or `query`; [`crate::Error::Forbidden`].
    pub async fn update_view(&self, actor: &Actor, id: ViewId, input: UpdateView) -> Result<View> {
        let permit = self.permit(actor, Action::KeepViews, None)?;
        let viewer = keeper(actor)?;
        let work = Work::begin(self).await?;
        let before = views::lock(work.tx(), viewer.id, id).await?;
        refuse_others(viewer, &before)?;
        let mut after = before.clone();
        if let Some(name) = &input.name {
            after.name = clean_name(name)?;
        }
        if let Some(query) = &input.query {
            after.query = clean_query(&work, viewer, query)?;
        }
        after.shared = input.shared.unwrap_or(before.shared);
        if after == before {
            return Ok(before);
        }
        if after.name != before.name {
            refuse_taken_name(&work, before.owner, id, &after.name).await?;
        }
        views::update(&work, &after).await?;
        let changes = changes(Some(&before), Some(&after));
        if !changes.is_empty() {
            audit::note(&work, actor, Audited::ViewChanged { view: id, changes }).await?;
        }
        work.commit(permit, Vec::new()).await?;
        Ok(after)
    }
}
