//! How customers rated what became of their tickets, and whether they may.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

use crate::{
    actor::Actor,
    engine::Engine,
    error::Result,
    model::{LetterLink, Role, Ticket, TicketId, TicketRating},
    rules::rating::may_be_rated,
    store::{
        entity::{ticket, ticket_rating},
        ratings, rows, tickets,
        visible::Visible,
    },
};

impl Engine {
    /// How these tickets were rated since they were last resolved or closed, as far as the actor may know: the staff, and
    /// whoever opened the ticket.
    ///
    /// # Errors
    /// Internal alone.
    pub async fn ratings(&self, actor: &Actor, ids: &[TicketId]) -> Result<HashMap<TicketId, TicketRating>> {
        let visible = Visible::to(actor);
        let mut seen = ticket::Entity::find()
            .select_only()
            .column(ticket::Column::Id)
            .filter(ticket::Column::Id.is_in(ids.iter().map(|id| id.0)))
            .filter(visible.tickets());
        if !visible.sees_internal() {
            let Some(viewer) = actor.user() else { return Ok(HashMap::new()) };
            seen = seen.filter(ticket::Column::CustomerId.eq(viewer.id.0));
        }
        let db = self.database().ro();
        let rows = ticket_rating::Entity::find()
            .filter(ticket_rating::Column::TicketId.in_subquery(seen.into_query()))
            .all(db)
            .await?;
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
        let found = ticket::Entity::find()
            .filter(ticket::Column::Number.eq(number))
            .filter(Visible::to(&actor).tickets())
            .one(db)
            .await?;
        let Some(row) = found else { return Ok(None) };
        let tags = tickets::tags(db, row.id.into()).await?;
        let ticket = Visible::to(&actor).shown(rows::ticket(row, tags)?);
        let rating = self.ratings(&actor, &[ticket.id]).await?.remove(&ticket.id);
        Ok(Some(LetterLink { may_rate: self.may_rate(&actor, &ticket).await?, rating, ticket }))
    }
}
