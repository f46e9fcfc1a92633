//! Deletes a view.

use super::check::{changes, keeper, refuse_others};
use crate::{
    actor::Actor,
    engine::Engine,
    error::Result,
    model::{Audited, ViewId},
    policy::Action,
    store::{Work, audit, views},
};

impl Engine {
    /// Deletes a view; for its owner and, where it is shared, for admins.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`], also for another's own; [`crate::Error::Forbidden`].
    pub async fn delete_view(&self, actor: &Actor, id: ViewId) -> Result<()> {
        let permit = self.permit(actor, Action::KeepViews, None)?;
        let viewer = keeper(actor)?;
        let work = Work::begin(self).await?;
        let view = views::lock(work.tx(), viewer.id, id).await?;
        refuse_others(viewer, &view)?;
        views::remove(work.tx(), id).await?;
        let changes = changes(Some(&view), None);
        if !changes.is_empty() {
            audit::note(&work, actor, Audited::ViewChanged { view: id, changes }).await?;
        }
        work.commit(permit, Vec::new()).await
    }
}
