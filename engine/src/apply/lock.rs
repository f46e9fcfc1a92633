//! A ticket that is loaded and locked for a change.

use crate::{
    actor::Actor,
    error::{Error, Result},
    model::{Ticket, TicketId, UserId},
    policy::{self, Action, Permit, Subject},
    rules::TicketState,
    store::{
        Work,
        collation::title_key,
        entity::ticket,
        merges, rows,
        tickets::{self, Tagged},
        turns::{self, Turn},
        visible::Visible,
    },
};

/// A ticket that is locked until the work ends, as it stands in the work so far.
#[derive(Debug)]
pub(crate) struct LockedTicket {
    pub(crate) row: ticket::Model,
    pub(crate) tags: Vec<String>,
    subject: Subject,
    /// Who is known to take part in it.
    part: Option<UserId>,
}

impl Work<'_> {
    /// The ticket of a number, locked, with the permit to do `action` to it. A ticket that is hidden and one that is absent
    /// give the same answer.
    ///
    /// # Errors
    /// As [`Engine::permit`](crate::Engine::permit); [`Error::NotFound`] for what is hidden or absent; `Unauthenticated` for
    /// somebody whose account was erased or merged since they were recognised.
    pub(crate) async fn ticket(
        &self,
        actor: &Actor,
        number: i64,
        action: Action,
    ) -> Result<(LockedTicket, Permit)> {
        self.ticket_naming(actor, &[], number, action).await
    }

    /// The same, with accounts that stay as they are until the work ends: of those who are to be responsible for it.
    ///
    /// # Errors
    /// As [`Work::ticket`].
    pub(crate) async fn ticket_naming(
        &self,
        actor: &Actor,
        named: &[UserId],
        number: i64,
        action: Action,
    ) -> Result<(LockedTicket, Permit)> {
        let (found, subject, permit) =
            tickets::lock_subject(self.tx(), (actor, named), number, action).await?;
        self.engine().ask_guard(actor, action, Some(&subject))?;
        Ok((LockedTicket::new(found, actor, subject), permit))
    }

    /// The ticket of an id, locked, with the permit to do `action` to it; `None`: it is gone.
    ///
    /// # Errors
    /// As [`Engine::permit`](crate::Engine::permit).
    pub(crate) async fn ticket_of_id(
        &self,
        actor: &Actor,
        id: TicketId,
        action: Action,
    ) -> Result<Option<(LockedTicket, Permit)>> {
        let Some(found) = tickets::lock_id_tagged(self.tx(), actor, id).await? else { return Ok(None) };
        let subject = found.subject();
        let ticket = LockedTicket::new(found, actor, subject);
        let permit = if actor.is_gateway() {
            // For mails the guard is asked with their sender, when it is decided where they belong.
            policy::check(actor, action, Some(&ticket.subject))?
        } else {
            ticket.permit(self, actor, action)?
        };
        Ok(Some((ticket, permit)))
    }

    /// Two tickets, locked, with the permit to do `action` to both. One caller at a time, and always in the same order: what was
    /// merged before that to which it leads, then by number. So nobody waits for somebody who waits for them.
    ///
    /// # Errors
    /// As [`Work::ticket`], of either.
    pub(crate) async fn two_tickets(
        &self,
        actor: &Actor,
        (one, other): (i64, i64),
        action: Action,
    ) -> Result<(LockedTicket, LockedTicket, Permit)> {
        turns::take(self.tx(), Turn::Tickets).await?;
        merges::lock_leading(self, [one, other]).await?;
        let (low, for_low) = self.ticket(actor, one.min(other), action).await?;
        let (high, for_high) = self.ticket(actor, one.max(other), action).await?;
        let permit = for_low.and(for_high);
        Ok(if one <= other { (low, high, permit) } else { (high, low, permit) })
    }
}

impl LockedTicket {
    fn new(found: Tagged, actor: &Actor, subject: Subject) -> Self {
        let part = actor.user().filter(|_| found.ties.takes_part).map(|viewer| viewer.id);
        Self { row: found.row, tags: found.tags, subject, part }
    }

    /// Whether somebody is known to take part in it; otherwise they may or may not.
    pub(super) fn knows_as_part(&self, user: UserId) -> bool {
        self.part == Some(user)
    }

    pub(crate) fn id(&self) -> TicketId {
        self.row.id.into()
    }

    /// The permit to do something else to it, too.
    ///
    /// # Errors
    /// As [`Engine::permit`](crate::Engine::permit).
    pub(crate) fn permit(&self, work: &Work<'_>, actor: &Actor, action: Action) -> Result<Permit> {
        work.engine().permit(actor, action, Some(&self.subject))
    }

    /// Refuses a change that was made on an older version of the ticket.
    ///
    /// # Errors
    /// [`Error::Stale`].
    pub(crate) fn check_version(&self, actor: &Actor, expected: Option<i64>) -> Result<()> {
        let actual = Visible::to(actor).version_of(&self.row);
        match expected {
            Some(expected) if expected != actual => Err(Error::Stale { expected, actual }),
            _ => Ok(()),
        }
    }

    /// The ticket as the actor may see it.
    ///
    /// # Errors
    /// Internal, when a row makes no sense.
    pub(crate) fn shown(self, actor: &Actor) -> Result<Ticket> {
        Ok(Visible::to(actor).shown(rows::ticket(self.row, self.tags)?))
    }

    /// What the rules know of it.
    pub(super) fn state(&self) -> Result<TicketState> {
        let row = &self.row;
        Ok(TicketState {
            title: row.title.clone(),
            status: rows::status(row)?,
            priority: row.priority.parse().map_err(Error::internal)?,
            queue: row.queue_id.into(),
            customer: row.customer_id.into(),
            assignee: row.assignee_id.map(Into::into),
            organisation: row.organisation_id.map(Into::into),
            is_private: row.is_private,
            external_id: row.external_id.clone(),
            tags: self.tags.clone(),
            auto_close_at: row.auto_close_at,
            closes_from: row.closes_from,
            reminded_at: row.reminded_at,
            first_answer_at: row.first_answer_at,
            attention: rows::attention(row),
        })
    }

    /// Takes over what the rules made of it.
    pub(super) fn set_state(&mut self, state: TicketState) {
        let row = &mut self.row;
        if row.title != state.title {
            row.title_key = title_key(&state.title);
            row.title = state.title;
        }
        state.status.as_str().clone_into(&mut row.status);
        state.priority.as_str().clone_into(&mut row.priority);
        row.priority_rank = state.priority.rank();
        row.queue_id = state.queue.into();
        row.assignee_id = state.assignee.map(Into::into);
        row.organisation_id = state.organisation.map(Into::into);
        row.is_private = state.is_private;
        row.external_id = state.external_id;
        row.auto_close_at = state.auto_close_at;
        row.closes_from = state.closes_from;
        row.reminded_at = state.reminded_at;
        row.first_answer_at = state.first_answer_at;
        rows::set_attention(row, state.attention);
        self.tags = state.tags;
    }

    /// Reads the row again, which something else in the same work may have changed.
    pub(super) async fn reload(&mut self, work: &Work<'_>) -> Result<()> {
        if let Some(row) = tickets::find(work.tx(), self.id()).await? {
            self.row = row;
        }
        Ok(())
    }
}
