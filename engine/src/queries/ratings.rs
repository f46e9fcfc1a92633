//! How customers rated what became of their tickets, and whether they may.

use std::collections::HashMap;

use crate::{
    actor::Actor,
    engine::Engine,
    error::Result,
    model::{LetterLink, Role, Ticket, TicketId, TicketRating},
    rules::rating::may_be_rated,
    store::{in_sight, ratings, rows, tickets, visible::Visible},
};

impl Engine {
    /// How these tickets were rated since they were last resolved or closed, as far as the actor may know: the staff, and
    /// whoever opened the ticket.
    ///
    /// # Errors
    /// Internal alone.
    pub async fn ratings(&self, actor: &Actor, ids: &[TicketId]) -> Result<HashMap<TicketId, TicketRating>> {
        let visible = Visible::to(actor);
        let customer = match actor.user() {
            _ if visible.sees_internal() => None,
            Some(viewer) => Some(viewer.id),
            None => return Ok(HashMap::new()),
        };
        let db = self.database().ro();
        let rows = ratings::of_seen(db, visible, ids, customer).await?;
        if rows.is_empty() {
            return Ok(HashMap::new());
        }
        let finished = ratings::finished(db, rows.iter().map(|row| row.ticket_id)).await?;
        let last = rows.into_iter().filter(|row| finished.get(&row.ticket_id) == Some(&row.finished_at));
        last.map(|row| Ok((row.ticket_id.into(), ratings::model(row)?))).collect()
    }

    /// Whether the actor may rate a ticket now: they opened it, it was resolved or closed not long ago, and the installation
    /// asks for ratings.
    ///
    /// # Errors
    /// Internal alone.
    pub async fn may_rate(&self, actor: &Actor, ticket: &Ticket) -> Result<bool> {
        let opened = |viewer: &&crate::Viewer| viewer.role == Role::Customer && viewer.id == ticket.customer;
        let own = actor.user().filter(opened).is_some_and(|viewer| viewer.scopes.write);
        if !own || !self.settings().tickets.satisfaction || ticket.merged_into.is_some() {
            return Ok(false);
        }
        let finished = ratings::finished(self.database().ro(), [ticket.id.0]).await?;
        let finished_at = finished.get(&ticket.id.0);
        Ok(finished_at.is_some_and(|at| may_be_rated(ticket.status, *at, self.now())))
    }

    /// What the signed link of a letter leads to; `None` if the link is unknown or too old. Asking changes nothing: mail
    /// scanners open links too.
    ///
    /// # Errors
    /// Internal alone.
    pub async fn letter_link(&self, token: &str) -> Result<Option<LetterLink>> {
        let Some((actor, number)) = self.customer_of_letter(token).await? else { return Ok(None) };
        let db = self.database().ro();
        let found = in_sight::ticket_of_number(db, Visible::to(&actor), number).await?;
        let Some(row) = found else { return Ok(None) };
        let tags = tickets::tags(db, row.id.into()).await?;
        let ticket = Visible::to(&actor).shown(rows::ticket(row, tags)?);
        let rating = self.ratings(&actor, &[ticket.id]).await?.remove(&ticket.id);
        Ok(Some(LetterLink { may_rate: self.may_rate(&actor, &ticket).await?, rating, ticket }))
    }
}
