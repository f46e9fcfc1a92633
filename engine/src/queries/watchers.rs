//! Who watches tickets.

use std::collections::HashMap;

use crate::{
    actor::{Actor, Scope},
    engine::Engine,
    error::Result,
    model::{TicketId, UserId},
    policy,
    store::{in_sight, visible::Visible, watchers},
};

impl Engine {
    /// Who watches those of these tickets that the actor may see, in the order in which they began; a ticket that nobody
    /// watches is left out. Who cannot see the ticket any more is not among them, and customers are not told which staff
    /// watch.
    ///
    /// # Errors
    /// `MissingScope`.
    pub async fn watchers_of(
        &self,
        actor: &Actor,
        tickets: &[TicketId],
    ) -> Result<HashMap<TicketId, Vec<UserId>>> {
        policy::in_scope(actor, Scope::Read)?;
        let visible = Visible::to(actor);
        let db = self.database().ro();
        let rows = in_sight::rows(db, visible, tickets).await?;
        let mut watching: HashMap<TicketId, Vec<UserId>> = HashMap::new();
        for watcher in watchers::who_see(db, &rows).await? {
            if visible.sees_internal() || !watcher.is_staff() {
                watching.entry(watcher.ticket_id.into()).or_default().push(watcher.user_id.into());
            }
        }
        Ok(watching)
    }
}
