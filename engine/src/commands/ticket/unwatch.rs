//! Takes a watcher off a ticket.

use super::watch::changed;
use crate::{
    actor::Actor,
    engine::Engine,
    error::{Error, Result},
    model::{FromTo, Role, Ticket, UserId, Watching},
    policy::{self, Action},
    store::{Work, people, tickets, watchers},
};

impl Engine {
    /// Takes somebody off the watchers of a ticket, by default the actor; at once they are told of nothing more, and a customer
    /// who read it because they watched it reads it no longer. Somebody who does not watch it is no error.
    ///
    /// # Errors
    /// `NotFound` for a ticket that is absent or hidden; `Forbidden` for a customer who takes somebody off another's ticket,
    /// or staff off their own.
    pub async fn unwatch_ticket(&self, actor: &Actor, number: i64, user: Option<UserId>) -> Result<Ticket> {
        let oneself = actor.user().map(|viewer| viewer.id);
        let themselves = user.is_none() || user == oneself;
        let work = Work::begin(self).await?;
        let action = if themselves { Action::Watch } else { Action::ChooseWatchers };
        let (mut ticket, permit) = work.ticket(actor, number, action).await?;
        let user = user.or(oneself).ok_or_else(|| policy::turned_away(actor))?;
        let watching = watchers::of(work.tx(), ticket.row.id, user).await?;
        let account = people::find(work.tx(), user).await?;
        let (Some(Watching::Reader | Watching::Follower), Some(account)) = (watching, account) else {
            return ticket.shown(actor);
        };
        let role: Role = account.role.parse().map_err(Error::internal)?;
        let by_staff = actor.user().is_none_or(|viewer| viewer.role.is_staff());
        if role.is_staff() && !by_staff {
            // Customers are not told which staff watch.
            return ticket.shown(actor);
        }
        watchers::set(work.tx(), ticket.id(), user, Watching::Removed, work.now()).await?;
        let event = changed(actor, &ticket.row, role, FromTo::was(user));
        ticket.row = tickets::count_change(&work, ticket.row, role == Role::Customer).await?;
        work.commit(permit, vec![event]).await?;
        ticket.shown(actor)
    }
}
