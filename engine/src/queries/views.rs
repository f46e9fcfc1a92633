//! Views: the actor's own and those that are shared, with what each of them counts.

use crate::{
    actor::{Actor, Scope},
    engine::Engine,
    error::{Error, Result},
    model::{TicketFilter, View, ViewId},
    policy::{self, Action},
    store::views,
};

impl Engine {
    /// The views that the actor has, in their own order; for the staff.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for customers; `MissingScope`.
    pub async fn views(&self, actor: &Actor) -> Result<Vec<View>> {
        let viewer = policy::logged_in(actor)?;
        if !viewer.role.is_staff() {
            return Err(Error::Forbidden { action: Action::KeepViews.words() });
        }
        policy::in_scope(actor, Scope::Read)?;
        views::of(self.database().ro(), viewer.id).await
    }

    /// A view; `None`: there is none, or the actor may not see it.
    ///
    /// # Errors
    /// `MissingScope`.
    pub async fn view(&self, actor: &Actor, id: ViewId) -> Result<Option<View>> {
        policy::in_scope(actor, Scope::Read)?;
        match actor.user().filter(|viewer| viewer.role.is_staff()) {
            Some(viewer) => views::one(self.database().ro(), viewer.id, id).await,
            None => Ok(None),
        }
    }

    /// How many tickets of a view the actor may see.
    ///
    /// # Errors
    /// `MissingScope`.
    pub async fn count_view(&self, actor: &Actor, view: &View) -> Result<u64> {
        let search = Some(self.read_search(actor, &view.query)?);
        self.count_tickets(actor, &TicketFilter { search, ..TicketFilter::default() }).await
    }
}
