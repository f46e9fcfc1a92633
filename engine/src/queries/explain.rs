//! How the database would read a list or a count: for whoever wonders why one is slow.

use sea_orm::{
    ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QueryTrait, Statement, sea_query::SelectStatement,
};

use super::{
    beside::Beside,
    page::Window,
    ticket_filter::{to_count, waiting},
    ticket_order::ordering,
};
use crate::{
    actor::Actor,
    engine::Engine,
    error::Result,
    model::{Paging, TicketFilter, TicketOrder},
    store::{counted::counted, entity::ticket, mailboxes::statement_of_last_mails},
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
        let window = Window::read(paging, ordering(order, actor))?;
        let filter = &self.plain(actor, filter).await?;
        self.explain(&self.page_of_tickets(actor, filter, order, &window, beside)).await
    }

    /// The same for the tickets that [`Engine::count_tickets`] would count one by one, where the tally does not tell. Nothing
    /// is read.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn explain_count(&self, actor: &Actor, filter: &TicketFilter) -> Result<Vec<String>> {
        let (backend, now) = (self.database().backend(), self.now());
        let filter = &self.plain(actor, filter).await?;
        let found = match waiting(actor, filter, backend, now) {
            Some((_, Some(held))) => held,
            _ => to_count(actor, filter, backend, now),
        };
        self.explain(&counted(ticket::Entity::find().filter(found)).into_query()).await
    }

    /// The same for what tells when the last mail came in for each of these mailboxes. Nothing is read.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn explain_last_mails(&self, mailboxes: &[String]) -> Result<Vec<String>> {
        let names: Vec<&String> = mailboxes.iter().collect();
        match statement_of_last_mails(&names) {
            Some(statement) => self.explain(&statement).await,
            None => Ok(Vec::new()),
        }
    }

    async fn explain(&self, read: &SelectStatement) -> Result<Vec<String>> {
        let backend = self.database().backend();
        let Statement { sql, values, .. } = backend.build(read);
        let (explain, column) = match backend {
            DbBackend::Postgres => ("EXPLAIN (COSTS OFF)", "QUERY PLAN"),
            _ => ("EXPLAIN QUERY PLAN", "detail"),
        };
        let statement = Statement { sql: format!("{explain} {sql}"), values, db_backend: backend };
        let rows = self.database().ro().query_all_raw(statement).await?;
        Ok(rows.iter().map(|row| row.try_get("", column)).collect::<Result<_, _>>()?)
    }
}
