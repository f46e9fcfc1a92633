//! Puts a person's views into the order in which they want them.

use std::collections::HashSet;

use super::check::keeper;
use crate::{
    actor::Actor,
    engine::Engine,
    error::{Error, Result},
    model::{View, ViewId},
    policy::Action,
    store::{Work, views},
};

impl Engine {
    /// Puts views first, in this order; those that are not named come behind them by name. Everybody has an order of
    /// their own.
    ///
    /// # Errors
    /// `BadInput` for `ids` that name what is no view of the actor, or one twice; [`Error::Forbidden`] for customers.
    pub async fn order_views(&self, actor: &Actor, ids: &[ViewId]) -> Result<Vec<View>> {
        let permit = self.permit(actor, Action::KeepViews, None)?;
        let viewer = keeper(actor)?;
        let work = Work::begin(self).await?;
        let theirs: HashSet<ViewId> =
            views::of(work.tx(), viewer.id).await?.into_iter().map(|view| view.id).collect();
        let mut named = HashSet::new();
        if ids.iter().any(|id| !theirs.contains(id) || !named.insert(*id)) {
            let message = "The list must contain only your own views, each of them once.";
            return Err(Error::bad("ids", "views-unknown", message));
        }
        views::place(work.tx(), viewer.id, ids).await?;
        let ordered = views::of(work.tx(), viewer.id).await?;
        work.commit(permit, Vec::new()).await?;
        Ok(ordered)
    }
}
