//! Rates what became of a ticket.

use crate::{
    actor::Actor,
    apply::LockedTicket,
    engine::Engine,
    error::{Error, Result},
    model::{EventChange, EventKind, FromTo, Rating, Ticket, TicketRating},
    policy::Action,
    rules::rating::{may_be_rated, rating_comment},
    store::{NewEvent, Work, ratings, rows},
};

/// How a customer rates a ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RateTicket {
    /// The ticket's number.
    pub number: i64,
    /// Good or bad.
    pub rating: Rating,
    /// What they write with it; may be empty.
    pub comment: String,
}

/// A rating with its ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RatedTicket {
    /// The ticket.
    pub ticket: Ticket,
    /// How it is rated now.
    pub rating: TicketRating,
}

impl Engine {
    /// Rates what became of a ticket, or changes the rating: once for each time that it is resolved or closed, and for 30
    /// days. The staff see it on the ticket, in the history and in reports; nobody gets an email.
    ///
    /// # Errors
    /// `NotFound` for a ticket that is absent or hidden; `Forbidden` for all but the customer who opened it; `BadInput` for
    /// `rating` when the ticket cannot be rated now or the installation does not ask, and for `comment`.
    pub async fn rate_ticket(&self, actor: &Actor, input: RateTicket) -> Result<RatedTicket> {
        let comment = rating_comment(&input.comment)?;
        let work = Work::begin(self).await?;
        let (ticket, permit) = work.ticket(actor, input.number, Action::RateTicket).await?;
        let finished = ratings::finished(work.tx(), [ticket.row.id]).await?;
        let status = rows::status(&ticket.row)?;
        let rateable = finished.get(&ticket.row.id).filter(|at| may_be_rated(status, **at, work.now()));
        let finished_at = *rateable.filter(|_| self.settings().tickets.satisfaction).ok_or_else(not_now)?;
        let before = ratings::of(work.tx(), ticket.row.id, finished_at).await?;
        let rating = TicketRating { rating: input.rating, comment, rated_at: work.now(), finished_at };
        if let Some(before) = before
            .as_ref()
            .filter(|before| (before.rating, &before.comment) == (rating.rating, &rating.comment))
        {
            return Ok(RatedTicket { rating: before.clone(), ticket: ticket.shown(actor)? });
        }
        ratings::keep(work.tx(), ticket.row.id, &rating).await?;
        let event = rated(actor, &ticket, before.as_ref(), &rating);
        work.commit(permit, vec![event]).await?;
        Ok(RatedTicket { ticket: ticket.shown(actor)?, rating })
    }

    /// The same by the signed link of a letter that asks for it.
    ///
    /// # Errors
    /// `BadInput` for `token` if the link is unknown or too old; as [`Engine::rate_ticket`].
    pub async fn rate_by_letter(&self, token: &str, rating: Rating, comment: String) -> Result<RatedTicket> {
        let (actor, number) = self.actor_of_letter(token).await?;
        self.rate_ticket(&actor, RateTicket { number, rating, comment }).await
    }
}

/// What the journal says: the comment itself stays out of it, so that erasing a person finds it in one place.
fn rated(
    actor: &Actor,
    ticket: &LockedTicket,
    before: Option<&TicketRating>,
    now: &TicketRating,
) -> NewEvent {
    let mut changes = Vec::new();
    let rating = FromTo { from: before.map(|before| before.rating), to: Some(now.rating) };
    if rating.from != rating.to {
        changes.push(EventChange::Rating(rating));
    }
    if before.map_or("", |before| before.comment.as_str()) != now.comment {
        changes.push(EventChange::RatingComment);
    }
    NewEvent {
        kind: EventKind::Rated,
        ticket: ticket.id(),
        actor: actor.user().map(|viewer| viewer.id),
        cause: actor.cause(),
        comment: None,
        changes,
        internal: true,
    }
}

fn not_now() -> Error {
    Error::bad(
        "rating",
        "rating-not-now",
        "A ticket can be rated for 30 days after it was resolved or closed, if ratings are turned on.",
    )
}
