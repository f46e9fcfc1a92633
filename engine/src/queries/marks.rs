//! What is new in tickets for the member of the staff who looks at a list.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{
    actor::Actor,
    engine::Engine,
    error::Result,
    model::{TicketId, UserId},
    store::{marks, visible::Visible},
};

/// What is new in a ticket, for one reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Nobody of the staff has opened it, or the reader has not and the request is all that there is.
    New,
    /// The customer has written since the reader opened it, and nobody has answered.
    Replied,
    /// A reply is held back for the staff to decide on.
    HeldBack,
}

impl Engine {
    /// What is new in these tickets for the actor; tickets in which nothing is new are left out, and to customers
    /// nothing is.
    ///
    /// # Errors
    /// Internal alone.
    pub async fn marks(&self, actor: &Actor, ids: &[TicketId]) -> Result<HashMap<TicketId, Mark>> {
        let visible = Visible::to(actor);
        let Some(viewer) = actor.user().filter(|_| visible.sees_internal()) else {
            return Ok(HashMap::new());
        };
        let unanswered = marks::unanswered(self.database().ro(), visible, ids).await?;
        if unanswered.is_empty() {
            return Ok(HashMap::new());
        }
        let seen = self.seen(unanswered.iter().map(|(id, ..)| *id)).await?;
        let mark = |(id, posts, held_back_from): &(Uuid, i64, Option<Uuid>)| {
            let of_ticket = || seen.iter().filter(move |(ticket, ..)| ticket == id);
            if of_ticket().any(|(_, user, seen)| *user == viewer.id && seen >= posts) {
                return None;
            }
            let mark = match held_back_from {
                Some(_) => Mark::HeldBack,
                // Before anything follows the request, nobody has replied.
                None if *posts > 1 && of_ticket().next().is_some() => Mark::Replied,
                None => Mark::New,
            };
            Some((TicketId(*id), mark))
        };
        Ok(unanswered.iter().filter_map(mark).collect())
    }

    /// Until when the actor has read a ticket; `None`: they never opened it, or they are no staff.
    ///
    /// # Errors
    /// Internal alone.
    pub async fn read_until(&self, actor: &Actor, ticket: TicketId) -> Result<Option<DateTime<Utc>>> {
        let visible = Visible::to(actor);
        let Some(viewer) = actor.user().filter(|_| visible.sees_internal()) else { return Ok(None) };
        marks::read_until(self.database().ro(), viewer.id, ticket).await
    }

    /// Who has seen how much of these tickets.
    async fn seen(&self, tickets: impl Iterator<Item = Uuid>) -> Result<HashSet<(Uuid, UserId, i64)>> {
        let rows = marks::seen(self.database().ro(), tickets).await?;
        Ok(rows.into_iter().map(|(ticket, user, posts)| (ticket, UserId(user), posts)).collect())
    }
}
