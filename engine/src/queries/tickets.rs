//! Tickets: one, a page, many by id, and how many there are.

use std::collections::HashMap;

use crate::{
    actor::{Actor, Scope},
    engine::Engine,
    error::Result,
    model::{Beside, Neighbours, Page, Paging, Ticket, TicketFilter, TicketId, TicketOrder},
    policy,
    store::{
        page::Window,
        tickets::{
            count,
            order::{ordering, place},
            read::{self, List},
        },
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
        let db = self.database().ro();
        let found = read::of_number(db, actor, number, beside).await?;
        let target = match &found {
            Some((ticket, _)) => ticket.merged_into,
            // Who does not see what was merged may see what it was merged into.
            None => read::merged_into(db, number).await?,
        };
        match target {
            Some(target) => read::of_id(db, actor, target, beside).await,
            None => Ok(found),
        }
    }

    /// The tickets that were merged into this one, as far as the actor may see them, by number.
    ///
    /// # Errors
    /// `MissingScope`.
    pub async fn merged_tickets(&self, actor: &Actor, target: TicketId) -> Result<Vec<Ticket>> {
        policy::in_scope(actor, Scope::Read)?;
        let merged = read::merged_from(self.database().ro(), target).await?;
        if merged.is_empty() {
            return Ok(Vec::new());
        }
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
        let window = &Window::read(paging, ordering(order, actor))?;
        let filter = &self.plain(actor, filter).await?;
        let list = List { actor, filter, order, window, now: self.now() };
        let (tickets, near) = list.read(self.database().ro(), beside).await?;
        Ok((window.page(tickets, |ticket| place(order.field, actor, ticket)), near))
    }

    /// How many tickets the actor may see that the filter asks for; exact. For what the desk counts this reads the tally
    /// and costs the same however many tickets there are.
    ///
    /// # Errors
    /// `MissingScope`.
    pub async fn count_tickets(&self, actor: &Actor, filter: &TicketFilter) -> Result<u64> {
        Ok(self.count_each(actor, std::slice::from_ref(filter)).await?.pop().unwrap_or_default())
    }

    /// The same for each of several filters, in their order, with one statement for all; what is asked for twice is counted
    /// once.
    ///
    /// # Errors
    /// `MissingScope`.
    pub async fn count_each(&self, actor: &Actor, filters: &[TicketFilter]) -> Result<Vec<u64>> {
        policy::in_scope(actor, Scope::Read)?;
        let mut asked: Vec<&TicketFilter> = Vec::with_capacity(filters.len());
        let mut places = Vec::with_capacity(filters.len());
        for filter in filters {
            let known = asked.iter().position(|other| *other == filter);
            places.push(known.unwrap_or(asked.len()));
            if known.is_none() {
                asked.push(filter);
            }
        }
        let mut plain = Vec::with_capacity(asked.len());
        for filter in asked {
            plain.push(self.plain(actor, filter).await?);
        }
        let counts = count::each(self.database().ro(), actor, &plain, self.now()).await?;
        Ok(places.iter().filter_map(|place| counts.get(*place).copied()).collect())
    }

    /// Those of these tickets that the actor may see.
    ///
    /// # Errors
    /// `MissingScope`.
    pub async fn tickets_by_id(&self, actor: &Actor, ids: &[TicketId]) -> Result<HashMap<TicketId, Ticket>> {
        policy::in_scope(actor, Scope::Read)?;
        let tickets = read::of_ids(self.database().ro(), actor, ids).await?;
        Ok(tickets.into_iter().map(|ticket| (ticket.id, ticket)).collect())
    }
}
