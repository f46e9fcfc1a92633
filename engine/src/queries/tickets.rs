//! Tickets: one, a page, many by id, and how many there are.

use std::collections::HashMap;

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
    Select,
    sea_query::{self, Expr, ExprTrait, SelectStatement},
};

use uuid::Uuid;

use super::{
    beside::{Beside, Neighbours, Reading},
    conditions,
    page::Window,
    tally,
    ticket_filter::{among_newest, branches, to_count, waiting},
    ticket_order::{ordering, place},
};
use crate::{
    actor::{Actor, Scope},
    engine::Engine,
    error::Result,
    model::{Page, Paging, Ticket, TicketFilter, TicketId, TicketOrder},
    policy,
    store::{
        counted::counted,
        entity::{ticket, ticket_merge},
        search::{Query, attempts, recent},
        visible::Visible,
    },
};

impl Engine {
    /// The ticket of a number, or the one into which that was merged; `None`: there is none, or the actor may not know of
    /// it.
    ///
    /// # Errors
    /// `MissingScope`.
    pub async fn ticket(&self, actor: &Actor, number: i64) -> Result<Option<Ticket>> {
        policy::in_scope(actor, Scope::Read)?;
        let found = self.ticket_beside(actor, number, Beside::default()).await?;
        Ok(found.map(|(ticket, _)| ticket))
    }

    /// The same with what stands beside it, in one query.
    ///
    /// # Errors
    /// `MissingScope`.
    pub async fn ticket_beside(
        &self,
        actor: &Actor,
        number: i64,
        beside: Beside,
    ) -> Result<Option<(Ticket, Neighbours)>> {
        policy::in_scope(actor, Scope::Read)?;
        let found = self.read_one(actor, ticket::Column::Number.eq(number), beside).await?;
        let target = match &found {
            Some((ticket, _)) => ticket.merged_into,
            // Who does not see what was merged may see what it was merged into.
            None => self.merged_into(number).await?,
        };
        match target {
            Some(target) => self.read_one(actor, ticket::Column::Id.eq(target.0), beside).await,
            None => Ok(found),
        }
    }

    async fn read_one(
        &self,
        actor: &Actor,
        wanted: Expr,
        beside: Beside,
    ) -> Result<Option<(Ticket, Neighbours)>> {
        let condition = Condition::all().add(wanted).add(Visible::to(actor).tickets());
        let reading = Reading::new(actor, self.database().backend(), beside);
        let picked = ticket::Entity::find().filter(condition).into_query();
        let (mut found, near) = self.read_tickets(&reading, reading.statement(picked, None)).await?;
        Ok(found.pop().map(|ticket| (ticket, near)))
    }

    /// Where the number of a merged ticket leads.
    async fn merged_into(&self, number: i64) -> Result<Option<TicketId>> {
        let target: Option<Option<Uuid>> = ticket::Entity::find()
            .select_only()
            .column(ticket::Column::MergedIntoId)
            .filter(ticket::Column::Number.eq(number))
            .into_tuple()
            .one(self.database().ro())
            .await?;
        Ok(target.flatten().map(Into::into))
    }

    /// The tickets that were merged into this one, as far as the actor may see them, by number.
    ///
    /// # Errors
    /// `MissingScope`.
    pub async fn merged_tickets(&self, actor: &Actor, target: TicketId) -> Result<Vec<Ticket>> {
        policy::in_scope(actor, Scope::Read)?;
        let merged = ticket_merge::Entity::find()
            .select_only()
            .column(ticket_merge::Column::SourceId)
            .filter(ticket_merge::Column::TargetId.eq(target.0))
            .filter(ticket_merge::Column::UndoneAt.is_null());
        let merged: Vec<Uuid> = merged.into_tuple().all(self.database().ro()).await?;
        if merged.is_empty() {
            return Ok(Vec::new());
        }
        let merged: Vec<TicketId> = merged.into_iter().map(Into::into).collect();
        let mut merged: Vec<Ticket> = self.tickets_by_id(actor, &merged).await?.into_values().collect();
        merged.sort_by_key(|ticket| ticket.number);
        Ok(merged)
    }

    /// A page of the tickets that the actor may see and that the filter asks for.
    ///
    /// # Errors
    /// `BadInput` for `first`, `last`, `after` or `before`; `MissingScope`.
    pub async fn tickets(
        &self,
        actor: &Actor,
        filter: &TicketFilter,
        order: TicketOrder,
        paging: &Paging,
    ) -> Result<Page<Ticket>> {
        policy::in_scope(actor, Scope::Read)?;
        Ok(self.tickets_beside(actor, filter, order, paging, Beside::default()).await?.0)
    }

    /// The same with what stands beside them: one query, whatever the page shows.
    ///
    /// # Errors
    /// `BadInput` for `first`, `last`, `after` or `before`; `MissingScope`.
    pub async fn tickets_beside(
        &self,
        actor: &Actor,
        filter: &TicketFilter,
        order: TicketOrder,
        paging: &Paging,
        beside: Beside,
    ) -> Result<(Page<Ticket>, Neighbours)> {
        policy::in_scope(actor, Scope::Read)?;
        let window = Window::read(paging, ordering(order, actor))?;
        let filter = &self.plain(actor, filter).await?;
        let backend = self.database().backend();
        let reading = Reading::new(actor, backend, beside);
        let words = filter.search.as_ref().is_some_and(|search| Query::of(search).looks_for_words());
        let newest_first = words && order == TicketOrder::default() && !window.is_backward();
        for count in attempts(backend).iter().filter(|_| newest_first) {
            let Some(recent) = recent(self.database().ro(), *count).await? else { break };
            let found = among_newest(actor, filter, backend, self.now(), recent);
            let picked = window.narrow(ticket::Entity::find().filter(found)).into_query();
            let (tickets, near) =
                self.read_tickets(&reading, reading.statement(picked, Some(&window))).await?;
            let told = tickets.last().is_some_and(|last| last.created_at > recent.since);
            if told && window.is_full(&tickets) {
                return Ok((window.page(tickets, |ticket| place(order.field, actor, ticket)), near));
            }
        }
        let statement = self.page_of_tickets(actor, filter, order, &window, beside);
        let (tickets, near) = self.read_tickets(&reading, statement).await?;
        Ok((window.page(tickets, |ticket| place(order.field, actor, ticket)), near))
    }

    /// The one query that reads a page.
    pub(super) fn page_of_tickets(
        &self,
        actor: &Actor,
        filter: &TicketFilter,
        order: TicketOrder,
        window: &Window,
        beside: Beside,
    ) -> SelectStatement {
        let backend = self.database().backend();
        let now = self.now();
        let part = |part: &TicketFilter| ticket::Entity::find().filter(conditions(actor, part, backend, now));
        let picked = match branches(filter, order) {
            Some(branches) => window.narrow_union(branches.iter().map(part)),
            None => window.narrow(part(filter)).into_query(),
        };
        Reading::new(actor, backend, beside).statement(picked, Some(window))
    }

    async fn read_tickets(
        &self,
        reading: &Reading<'_>,
        statement: SelectStatement,
    ) -> Result<(Vec<Ticket>, Neighbours)> {
        let rows = self.database().ro().query_all(&statement).await?;
        reading.read(&rows)
    }

    /// How many tickets the actor may see that the filter asks for; exact. For what the desk counts this reads the tally
    /// and costs the same however many tickets there are.
    ///
    /// # Errors
    /// `MissingScope`.
    pub async fn count_tickets(&self, actor: &Actor, filter: &TicketFilter) -> Result<u64> {
        Ok(self.count_each(actor, std::slice::from_ref(filter)).await?.pop().unwrap_or_default())
    }

    /// The same for each of several filters, in their order, with one statement for all.
    ///
    /// # Errors
    /// `MissingScope`.
    pub async fn count_each(&self, actor: &Actor, filters: &[TicketFilter]) -> Result<Vec<u64>> {
        policy::in_scope(actor, Scope::Read)?;
        let mut all = sea_query::Query::select();
        for filter in filters {
            let filter = self.plain(actor, filter).await?;
            all.expr(self.number_of(actor, &filter));
        }
        if filters.is_empty() {
            return Ok(Vec::new());
        }
        let row = self.database().ro().query_one(&all).await?;
        let number = |place| row.as_ref().map_or(Ok(0), |row| row.try_get_by_index::<i64>(place));
        let numbers: Result<Vec<i64>, DbErr> = (0..filters.len()).map(number).collect();
        Ok(numbers?.into_iter().map(|number| u64::try_from(number).unwrap_or_default()).collect())
    }

    /// The number of tickets that a filter finds, as an expression.
    fn number_of(&self, actor: &Actor, filter: &TicketFilter) -> Expr {
        if let Some(groups) = tally::groups(actor, filter) {
            return subquery(groups);
        }
        let (backend, now) = (self.database().backend(), self.now());
        if let Some((ours, held)) = waiting(actor, filter, backend, now) {
            let by_status = self.number_of(actor, &ours);
            let held = held.map(|held| subquery(counted(ticket::Entity::find().filter(held))));
            return held.into_iter().fold(by_status, ExprTrait::add);
        }
        if filter.escalated == Some(false) {
            // Few are escalated: their index tells quicker which the others are not.
            let of = |escalated| TicketFilter { escalated, ..filter.clone() };
            return self.number_of(actor, &of(None)).sub(self.number_of(actor, &of(Some(true))));
        }
        subquery(counted(ticket::Entity::find().filter(to_count(actor, filter, backend, now))))
    }

    /// Those of these tickets that the actor may see.
    ///
    /// # Errors
    /// `MissingScope`.
    pub async fn tickets_by_id(&self, actor: &Actor, ids: &[TicketId]) -> Result<HashMap<TicketId, Ticket>> {
        policy::in_scope(actor, Scope::Read)?;
        let wanted = ticket::Column::Id.is_in(ids.iter().map(|id| id.0));
        let picked = ticket::Entity::find().filter(wanted).filter(Visible::to(actor).tickets());
        let reading = Reading::new(actor, self.database().backend(), Beside::default());
        let statement = reading.statement(picked.into_query(), None);
        let (tickets, _) = self.read_tickets(&reading, statement).await?;
        Ok(tickets.into_iter().map(|ticket| (ticket.id, ticket)).collect())
    }
}

/// The one number that a query answers.
fn subquery<E: EntityTrait>(number: Select<E>) -> Expr {
    Expr::SubQuery(None, Box::new(number.into_query().into()))
}
