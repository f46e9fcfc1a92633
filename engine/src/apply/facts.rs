//! Looks up the facts that a decision depends on.

use super::{assignable, closing::closing_calendar};
use crate::{
    attention::Attention,
    error::Result,
    model::TicketId,
    outbox::untold,
    rules::{Customs, Fact, Known, TicketOrganisation, TicketState},
    store::{Work, memberships, merges, moves, organisations, queues},
};

impl Work<'_> {
    /// Adds a fact to those that are known.
    pub(super) async fn look_up(
        &self,
        (id, ticket): (TicketId, &TicketState),
        fact: Fact,
        known: &mut Known,
    ) -> Result<()> {
        match fact {
            Fact::CustomerIsReachable => {
                known.customer_is_reachable = Some(untold::reaches(self, ticket.customer.into()).await?);
            }
            Fact::Assignable(user, queue) => {
                known.assignable.insert((user, queue), assignable(self, user, queue).await?);
            }
            Fact::Customs(queue) => {
                let terms = queues::terms(self.tx(), self.engine().settings(), queue.into()).await?;
                let emails_quote = terms.content.carries_texts();
                known.customs.insert(queue, Customs { delays: terms.delays, emails_quote });
            }
            Fact::ClosingCalendar(queue) => {
                let calendar = closing_calendar(self, queue.into()).await?;
                known.closing_calendars.insert(queue, calendar);
            }
            Fact::Unanswered => {
                let posts = moves::posts(self, id, ticket.customer).await?;
                known.unanswered = Some(Attention::of_posts(posts));
            }
            Fact::Organisation(of) => {
                let found = organisations::find(self.tx(), of).await?;
                let of_customer = memberships::belongs(self.tx(), ticket.customer, of).await?;
                let would_read_merged = merges::holds_of_others(self.tx(), id, ticket.customer, of).await?;
                let told = found.map(|_| TicketOrganisation { of_customer, would_read_merged });
                known.organisations.insert(of, told);
            }
            Fact::Queue(id) => {
                let found = queues::find(self.tx(), id).await?;
                // No ticket moves into a queue that is switched off.
                let takes_tickets = found.is_some_and(|queue| queue.active || id == ticket.queue);
                known.queues.insert(id, takes_tickets);
            }
        }
        Ok(())
    }
}
