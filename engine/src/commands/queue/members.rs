//! Says otherwise: which agents work a queue.

use crate::{
    actor::Actor,
    commands::ticket::assignment::end_assignments,
    engine::Engine,
    error::{Error, Result},
    model::{Audited, QueueId, UserId},
    policy::Action,
    store::{
        Work, audit, people, queues,
        turns::{self, Turn},
    },
};

impl Engine {
    /// Makes exactly these agents the members of a queue. Admins see every queue and need not be named. Whoever is left
    /// out sees its tickets no more, at once, and is responsible for none of them.
    ///
    /// # Errors
    /// `Forbidden` for all but admins; `NotFound` for the queue; `BadInput` for `members`, when one is no agent.
    pub async fn set_queue_members(&self, actor: &Actor, id: QueueId, members: &[UserId]) -> Result<()> {
        let permit = self.permit(actor, Action::ManageHouse, None)?;
        let work = Work::begin(self).await?;
        turns::take(work.tx(), Turn::Tickets).await?;
        if queues::find(work.tx(), id).await?.is_none() {
            return Err(Error::NotFound { what: "queue" });
        }
        let mut members = members.to_vec();
        members.sort_unstable();
        members.dedup();
        if queues::members::count_agents(&work, &members).await? != members.len() {
            return Err(Error::bad("members", "member-unknown", "All members of a queue must be agents."));
        }
        let worked = queues::members::of(&work, id).await?;
        let added: Vec<UserId> = members.iter().filter(|member| !worked.contains(member)).copied().collect();
        let removed: Vec<UserId> =
            worked.iter().filter(|member| !members.contains(member)).copied().collect();
        // Nobody makes them responsible for a ticket meanwhile.
        people::lock_all(work.tx(), &removed).await?;
        if !added.is_empty() || !removed.is_empty() {
            audit::note(
                &work,
                actor,
                Audited::QueueMembersChanged { queue: id, added, removed: removed.clone() },
            )
            .await?;
        }
        queues::members::set(&work, id, &members).await?;
        let by = (actor.user().map(|viewer| viewer.id), actor.cause());
        let mut events = Vec::new();
        for user in removed {
            events.extend(end_assignments(&work, user, Some(id.into()), by).await?);
        }
        work.commit(permit, events).await
    }
}
