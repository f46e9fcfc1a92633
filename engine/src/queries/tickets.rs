//! Tickets: one, a page, many by id, and how many there are.

use std::collections::HashMap;

use sea_orm::{
    ColumnTrait, Condition, DbErr, EntityTrait, FromQueryResult, QueryFilter, QueryResult, QuerySelect,
    QueryTrait, Select,
    sea_query::{Expr, Func, SelectStatement},
};

use super::{
    conditions,
    page::Window,
    tally,
    ticket_filter::{among_newest, branches, to_count},
    ticket_order::{ordering, place},
};
use crate::{
    actor::Actor,
    engine::Engine,
    error::Result,
    model::{Page, Paging, Ticket, TicketFilter, TicketId, TicketOrder},
    policy::visible::Visible,
    store::{
        entity::ticket,
        news::{self, TAGS},
        rows,
        search::recent,
    },
};

impl Engine {
    /// The ticket of a number; `None`: there is none, or the actor may not know of it.
    ///
    /// # Errors
    /// Internal alone.
    pub async fn ticket(&self, actor: &Actor, number: i64) -> Result<Option<Ticket>> {
        let condition =
            Condition::all().add(ticket::Column::Number.eq(number)).add(Visible::to(actor).tickets());
        let row =
            self.with_tags(actor).filter(condition).into_model::<Row>().one(self.database().ro()).await?;
        row.map(Row::ticket).transpose()
    }

    /// A page of the tickets that the actor may see and that the filter asks for; one query, whatever the page shows.
    ///
    /// # Errors
    /// `BadInput` for `first`, `last`, `after` or `before`.
    pub async fn tickets(
        &self,
        actor: &Actor,
        filter: &TicketFilter,
        order: TicketOrder,
        paging: &Paging,
    ) -> Result<Page<Ticket>> {
        let window = Window::read(paging, ordering(order))?;
        let backend = self.database().backend();
        if filter.search.is_some()
            && order == TicketOrder::default()
            && !window.is_backward()
            && let Some(recent) = recent(self.database().ro()).await?
        {
            let found = among_newest(actor, filter, backend, recent.after);
            let select = window.narrow(self.with_tags(actor).filter(found));
            let tickets = self.read_tickets(select.into_query()).await?;
            let told = tickets.last().is_some_and(|last| last.created_at > recent.since);
            if told && window.is_full(&tickets) {
                return Ok(window.page(tickets, |ticket| place(order.field, ticket)));
            }
        }
        let select = self.page_of_tickets(actor, filter, order, &window);
        let tickets = self.read_tickets(select).await?;
        Ok(window.page(tickets, |ticket| place(order.field, ticket)))
    }

    /// The one query that reads a page.
    pub(super) fn page_of_tickets(
        &self,
        actor: &Actor,
        filter: &TicketFilter,
        order: TicketOrder,
        window: &Window,
    ) -> SelectStatement {
        let backend = self.database().backend();
        let Some(branches) = branches(filter, order) else {
            return window
                .narrow(self.with_tags(actor).filter(conditions(actor, filter, backend)))
                .into_query();
        };
        let branch = |part: &TicketFilter| ticket::Entity::find().filter(conditions(actor, part, backend));
        let mut whole = window.narrow_union(branches.iter().map(branch));
        whole.expr_as(self.tags(actor), TAGS).to_owned()
    }

    async fn read_tickets(&self, found: SelectStatement) -> Result<Vec<Ticket>> {
        let database = self.database();
        let rows = Row::find_by_statement(database.backend().build(&found)).all(database.ro()).await?;
        rows.into_iter().map(Row::ticket).collect()
    }

    /// How many tickets the actor may see that the filter asks for; exact. For what the desk counts this reads the tally
    /// and costs the same however many tickets there are.
    ///
    /// # Errors
    /// Internal alone.
    pub async fn count_tickets(&self, actor: &Actor, filter: &TicketFilter) -> Result<u64> {
        if let Some(groups) = tally::groups(actor, filter) {
            let sum = groups.into_tuple::<i64>().one(self.database().ro()).await?.unwrap_or_default();
            return Ok(u64::try_from(sum).unwrap_or_default());
        }
        let found = ticket::Entity::find().filter(to_count(actor, filter, self.database().backend()));
        self.count(found).await
    }

    /// Those of these tickets that the actor may see.
    ///
    /// # Errors
    /// Internal alone.
    pub async fn tickets_by_id(&self, actor: &Actor, ids: &[TicketId]) -> Result<HashMap<TicketId, Ticket>> {
        let wanted = ticket::Column::Id.is_in(ids.iter().map(|id| id.0));
        let found = self.with_tags(actor).filter(wanted).filter(Visible::to(actor).tickets());
        let rows = found.into_model::<Row>().all(self.database().ro()).await?;
        rows.into_iter().map(|row| row.ticket().map(|ticket| (ticket.id, ticket))).collect()
    }

    /// How many rows a query finds.
    pub(super) async fn count<E: EntityTrait>(&self, found: Select<E>) -> Result<u64> {
        let counted = found.select_only().expr(Func::count(Expr::value(1))).into_tuple::<i64>();
        let count = counted.one(self.database().ro()).await?.unwrap_or_default();
        Ok(u64::try_from(count).unwrap_or_default())
    }

    /// Tickets, each with its tags in one text, so that a page stays one query.
    fn with_tags(&self, actor: &Actor) -> Select<ticket::Entity> {
        ticket::Entity::find().expr_as(self.tags(actor), TAGS)
    }

    /// Customers see no tags.
    fn tags(&self, actor: &Actor) -> Expr {
        if Visible::to(actor).sees_internal() {
            news::tags(self.database().backend())
        } else {
            Expr::value(None::<String>)
        }
    }
}

struct Row {
    row: ticket::Model,
    tags: Option<String>,
}

impl FromQueryResult for Row {
    fn from_query_result(result: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        Ok(Self {
            row: ticket::Model::from_query_result(result, prefix)?,
            tags: result.try_get(prefix, TAGS)?,
        })
    }
}

impl Row {
    fn ticket(self) -> Result<Ticket> {
        rows::ticket(self.row, news::split(self.tags.as_deref()))
    }
}
