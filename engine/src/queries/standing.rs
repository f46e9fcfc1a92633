//! Where a ticket stands in a list: its place, and what comes before and after it.

use crate::{
    actor::{Actor, Scope},
    engine::Engine,
    error::Result,
    model::{Paging, Ticket, TicketFilter, TicketOrder},
    policy,
    store::{
        page::{self, Window},
        tickets::{
            order::{ordering, place},
            read::List,
            standing::{At, around},
        },
    },
};

/// So far into a list places are counted; beyond that nobody counts along.
const COUNTED: u64 = 1_000;

/// Where a ticket stands in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Its place, from 1; `None`: it is not in the list, or too far into it.
    pub position: Option<u64>,
    /// How many tickets the list has.
    pub total: u64,
    /// The number of the ticket before it.
    pub previous: Option<i64>,
    /// The number of the ticket after it.
    pub next: Option<i64>,
}

impl Engine {
    /// Where a ticket stands in a list of tickets. One that has left the list meanwhile still has neighbours: those between
    /// which it would stand.
    ///
    /// # Errors
    /// `MissingScope`.
    pub async fn standing(
        &self,
        actor: &Actor,
        ticket: &Ticket,
        filter: &TicketFilter,
        order: TicketOrder,
    ) -> Result<Standing> {
        policy::in_scope(actor, Scope::Read)?;
        let at = page::cursor(ordering(order, actor).name, &place(order.field, actor, ticket));
        if filter.search.as_ref().is_some_and(|search| !search.terms.is_empty()) {
            return self.standing_among_found(actor, ticket, filter, (order, at)).await;
        }
        let before = Paging { last: Some(1), before: Some(at.clone()), ..Paging::default() };
        let after = Paging { first: Some(1), after: Some(at), ..Paging::default() };
        let previous = self.beside(actor, filter, order, &before).await?;
        let next = self.beside(actor, filter, order, &after).await?;
        let here = TicketFilter { number: Some(ticket.number), ..filter.clone() };
        let is_here =
            self.beside(actor, &here, order, &Paging { first: Some(1), ..Paging::default() }).await?;
        let position = match is_here {
            Some(_) => self.ahead(actor, filter, order, &before).await?,
            None => None,
        };
        let total = Box::pin(self.count_tickets(actor, filter)).await?;
        Ok(Standing { position, total, previous, next })
    }

    /// The same where words are looked for, which costs more than all else.
    async fn standing_among_found(
        &self,
        actor: &Actor,
        ticket: &Ticket,
        filter: &TicketFilter,
        (order, cursor): (TicketOrder, String),
    ) -> Result<Standing> {
        let filter = &self.plain(actor, filter).await?;
        let at = At { actor, filter, order, cursor, number: ticket.number, now: self.now() };
        let found = around(self.database().ro(), &at).await?;
        let position = (found.is_in && found.ahead < COUNTED).then_some(found.ahead + 1);
        Ok(Standing { position, total: found.total, previous: found.previous, next: found.next })
    }

    /// The only ticket of a page of one.
    async fn beside(
        &self,
        actor: &Actor,
        filter: &TicketFilter,
        order: TicketOrder,
        paging: &Paging,
    ) -> Result<Option<i64>> {
        let page = Box::pin(self.tickets(actor, filter, order, paging)).await?;
        Ok(page.items.first().map(|(_, ticket)| ticket.number))
    }

    /// The place behind all that stand before, as far as places are counted.
    async fn ahead(
        &self,
        actor: &Actor,
        filter: &TicketFilter,
        order: TicketOrder,
        before: &Paging,
    ) -> Result<Option<u64>> {
        let filter = &self.plain(actor, filter).await?;
        let window = &Window::read(before, ordering(order, actor))?;
        let list = List { actor, filter, order, window, now: self.now() };
        let ahead = list.within(self.database().ro(), COUNTED).await?;
        Ok((ahead < COUNTED).then_some(ahead + 1))
    }
}
