//! Changes several tickets as one: all of it or nothing.

use super::{
    change::{Begun, Order, apply, begin, check_list},
    written_out::WrittenOut,
};
use crate::{
    actor::Actor,
    apply::Kept,
    engine::Engine,
    error::{Error, Result},
    model::{Ticket, TicketChange},
    policy::Permit,
    rules::By,
    store::{
        Work,
        turns::{self, Turn},
    },
};

/// A list of changes to one of several tickets.
#[derive(Debug, Clone, Default)]
pub struct TicketChanges {
    /// The ticket's number.
    pub number: i64,
    /// What is to happen to it, in this order.
    pub changes: Vec<TicketChange>,
    /// The version that the caller saw; refused if the ticket has changed since.
    pub expected_version: Option<i64>,
}

fn order<'a>((list, written): (&TicketChanges, &'a WrittenOut<'_>)) -> Order<'a> {
    Order {
        number: list.number,
        changes: written.changes(),
        by_macro: list.changes.iter().any(|change| matches!(change, TicketChange::Macro(_))),
        expected_version: list.expected_version,
        request: None,
    }
}

impl Engine {
    /// Changes several tickets in one transaction, for a host whose own rules span tickets. The tickets are answered in
    /// the order of the lists; each is to be named once.
    ///
    /// # Errors
    /// As [`Engine::change_ticket`], of the first list that is refused; then no ticket is changed. `BadInput` for `number`
    /// when a ticket is named twice.
    pub async fn change_together(&self, actor: &Actor, lists: Vec<TicketChanges>) -> Result<Vec<Ticket>> {
        let mut written = Vec::with_capacity(lists.len());
        for TicketChanges { number, changes, .. } in &lists {
            check_list(changes)?;
            let macros = self.macros_in(actor, changes).await?;
            written.push(self.write_out(actor, *number, changes, &macros).await?);
        }
        let mut orders: Vec<Order<'_>> = lists.iter().zip(&written).map(order).collect();
        // Always in the same order, so that two callers who lock the same tickets wait for each other, not both.
        orders.sort_by_key(|order| order.number);
        if orders.windows(2).any(|pair| matches!(pair, [one, other] if one.number == other.number)) {
            return Err(Error::bad("number", "number-twice", "Each ticket can be given only once."));
        }
        let mut files = Vec::with_capacity(orders.len());
        for order in &orders {
            if order.files() > 0 {
                self.rehearse(actor, order).await?;
            }
        }
        for order in &orders {
            files.push(self.keep_files(order.changes).await?);
        }
        let kept = files.concat().concat();
        let done = self.apply_together(actor, &orders, files).await;
        self.take_back_if_refused(&kept, &done).await;
        let mut tickets = done?;
        let place = |ticket: &Ticket| lists.iter().position(|list| list.number == ticket.number);
        tickets.sort_by_key(place);
        Ok(tickets)
    }

    /// Applies all of the orders in one transaction.
    async fn apply_together(
        &self,
        actor: &Actor,
        orders: &[Order<'_>],
        files: Vec<Vec<Vec<Kept>>>,
    ) -> Result<Vec<Ticket>> {
        let mut work = Work::begin(self).await?;
        turns::take(work.tx(), Turn::Tickets).await?;
        let (mut tickets, mut permits) = (Vec::with_capacity(orders.len()), None::<Permit>);
        for (order, files) in orders.iter().zip(files) {
            let Begun::Fresh(mut ticket, permit) = begin(&mut work, actor, order).await? else { continue };
            apply(&mut work, actor, &mut ticket, order, files).await?;
            permits = Some(match permits {
                Some(others) => others.and(permit),
                None => permit,
            });
            tickets.push(ticket.shown(actor)?);
        }
        if let Some(permit) = permits {
            work.commit(permit, Vec::new()).await?;
        }
        Ok(tickets)
    }

    /// Asks everything that could refuse an order, and writes nothing.
    async fn rehearse(&self, actor: &Actor, order: &Order<'_>) -> Result<()> {
        let mut work = Work::begin(self).await?;
        if let Begun::Fresh(ticket, _) = begin(&mut work, actor, order).await? {
            work.decide(&ticket, By::of(actor), order.changes).await?;
        }
        Ok(())
    }
}
