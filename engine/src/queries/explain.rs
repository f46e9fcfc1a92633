//! How the database would read a list or a count: for whoever wonders why one is slow.

use crate::{
    actor::Actor,
    engine::Engine,
    error::Result,
    model::{Beside, Paging, TicketFilter, TicketOrder},
    store::{
        explain,
        page::Window,
        tickets::{order::ordering, read::List},
    },
};

impl Engine {
    /// The database's plan for the page that [`Engine::tickets_beside`] would read, a step a line, in the database's own words:
    /// SQLite's `EXPLAIN QUERY PLAN`, PostgreSQL's `EXPLAIN` without costs. Nothing is read.
    ///
    /// # Errors
    /// `BadInput` for `first`, `last`, `after` or `before`.
    pub async fn explain_tickets(
        &self,
        actor: &Actor,
        filter: &TicketFilter,
        order: TicketOrder,
        paging: &Paging,
        beside: Beside,
    ) -> Result<Vec<String>> {
        let window = &Window::read(paging, ordering(order, actor))?;
        let filter = &self.plain(actor, filter).await?;
        let list = List { actor, filter, order, window, now: self.now() };
        explain::list(self.database().ro(), &list, beside).await
    }

    /// The same for the tickets that [`Engine::count_tickets`] would count one by one, where the tally does not tell. Nothing
    /// is read.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn explain_count(&self, actor: &Actor, filter: &TicketFilter) -> Result<Vec<String>> {
        let filter = self.plain(actor, filter).await?;
        explain::count_of_tickets(self.database().ro(), actor, &filter, self.now()).await
    }

    /// The same for what tells when the last mail came in for each of these mailboxes. Nothing is read.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn explain_last_mails(&self, mailboxes: &[String]) -> Result<Vec<String>> {
        explain::last_mails(self.database().ro(), mailboxes).await
    }
}
