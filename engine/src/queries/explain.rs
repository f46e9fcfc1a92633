//! How the database would read a list: for whoever wonders why one is slow.

use sea_orm::{ConnectionTrait, DbBackend, Statement};

use super::{beside::Beside, page::Window, ticket_order::ordering};
use crate::{
    actor::Actor,
    engine::Engine,
    error::Result,
    model::{Paging, TicketFilter, TicketOrder},
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
        let backend = self.database().backend();
        let filter = &self.plain(actor, filter).await?;
        let page = self.page_of_tickets(actor, filter, order, &window, beside);
        let Statement { sql, values, .. } = backend.build(&page);
        let (explain, column) = match backend {
            DbBackend::Postgres => ("EXPLAIN (COSTS OFF)", "QUERY PLAN"),
            _ => ("EXPLAIN QUERY PLAN", "detail"),
        };
        let statement = Statement { sql: format!("{explain} {sql}"), values, db_backend: backend };
        let rows = self.database().ro().query_all_raw(statement).await?;
        Ok(rows.iter().map(|row| row.try_get("", column)).collect::<Result<_, _>>()?)
    }
}
