//! Carries out what the rules decide: loads and locks a ticket, looks up the facts that [`crate::rules`] ask for, and
//! writes what follows. One unit of work applies as often as needed; only the outermost caller commits it.
//!
//! `lock` is the one way to a ticket that a caller names, and the place where hidden and absent become the same answer.
//! `write` turns an outcome into rows; `comment` and `files` are the rows of a comment; `people` knows who may be
//! responsible and who works a queue; `clocks` and `closing` keep the times up to date. No rule lives here.

pub(crate) mod clocks;
mod closing;
mod comment;
mod facts;
mod files;
mod lock;
mod mentions;
mod people;
mod write;

pub(crate) use closing::{begin, closes_at, closing_calendar, counted_from, recount};
pub(crate) use comment::{Brought, NewComment, searched, write_comment};
pub(crate) use files::Kept;
pub(crate) use lock::LockedTicket;
pub(crate) use people::{assignable, told_of_new_tickets, workers};

use crate::{
    error::Result,
    model::{Comment, TicketChange},
    rules::{By, Outcome, Terms, Undecided, decide, external_id::external_id_taken},
    store::{Work, tickets},
};

impl Work<'_> {
    /// Decides on a list of changes and writes what follows; the comments that it made, in order. `brought` is what each
    /// comment in the list brings with it.
    ///
    /// # Errors
    /// As [`decide`]; internal, when the database fails.
    pub(crate) async fn apply(
        &mut self,
        ticket: &mut LockedTicket,
        by: By,
        changes: &[TicketChange],
        brought: Vec<Brought>,
    ) -> Result<Vec<Comment>> {
        // Boxed, here and below: what is inside a request's future is copied from frame to frame on its thread's stack.
        let outcome = Box::pin(self.decide(ticket, by, changes)).await?;
        Box::pin(self.write(ticket, by, outcome, brought)).await
    }

    /// The same, and nobody is told by email: for what happens to a ticket because another becomes a part of it.
    ///
    /// # Errors
    /// As [`decide`]; internal, when the database fails.
    pub(crate) async fn apply_quietly(
        &mut self,
        ticket: &mut LockedTicket,
        by: By,
        changes: &[TicketChange],
    ) -> Result<()> {
        let mut outcome = self.decide(ticket, by, changes).await?;
        outcome.letters.clear();
        self.write(ticket, by, outcome, Vec::new()).await?;
        Ok(())
    }

    /// Decides on a list of changes, and writes nothing.
    ///
    /// # Errors
    /// As [`decide`]; internal, when the database fails.
    pub(crate) async fn decide(
        &self,
        ticket: &LockedTicket,
        by: By,
        changes: &[TicketChange],
    ) -> Result<Outcome> {
        let settings = self.engine().settings();
        let state = ticket.state()?;
        let mut terms =
            Terms { answer_assigns: settings.tickets.answer_assigns, known: crate::rules::Known::default() };
        loop {
            match decide(&state, by, changes, &terms, self.now()) {
                Ok(outcome) => {
                    self.refuse_taken_id(ticket, &outcome, changes).await?;
                    return Ok(outcome);
                }
                Err(Undecided::Refused(error)) => return Err(error),
                Err(Undecided::Needs(fact)) => {
                    Box::pin(self.look_up((ticket.id(), &state), fact, &mut terms.known)).await?;
                }
            }
        }
    }

    /// Refuses an external id that another ticket has.
    async fn refuse_taken_id(
        &self,
        ticket: &LockedTicket,
        outcome: &Outcome,
        changes: &[TicketChange],
    ) -> Result<()> {
        let wanted =
            outcome.state.external_id.as_ref().filter(|id| Some(*id) != ticket.row.external_id.as_ref());
        let Some(wanted) = wanted else { return Ok(()) };
        if !tickets::has_external_id(self.tx(), wanted).await? {
            return Ok(());
        }
        let taken = external_id_taken("ticket");
        let sets = |change: &TicketChange| matches!(change, TicketChange::SetExternalId(_));
        Err(match changes.iter().rposition(sets) {
            Some(index) => taken.of_change(index, "externalId"),
            None => taken,
        })
    }
}
