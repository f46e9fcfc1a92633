//! Queues, by name as a dictionary has them.

use std::collections::HashMap;

use crate::{
    actor::Actor,
    engine::Engine,
    error::Result,
    model::{Queue, QueueId, QueueSettings, User},
    policy::{self, Action},
    store::{queues, visible::Visible},
};

impl Engine {
    /// The queues that the actor may see, by name. There are few, so they come all at once.
    ///
    /// # Errors
    /// `MissingScope`.
    pub async fn queues(&self, actor: &Actor) -> Result<Vec<Queue>> {
        policy::reads_people(actor)?;
        let queues = queues::seen(self.database().ro(), Visible::to(actor)).await?;
        Ok(queues.into_iter().map(|queue| shown(actor, queue)).collect())
    }

    /// The agents who work a queue, by name; for admins, who work every queue themselves.
    ///
    /// # Errors
    /// `Forbidden` for all but admins.
    pub async fn queue_members(&self, actor: &Actor, id: QueueId) -> Result<Vec<User>> {
        let _ = policy::check(actor, Action::ManageHouse, None)?;
        queues::members::people(self.database().ro(), id).await
    }

    /// Those of these queues that the actor may see.
    ///
    /// # Errors
    /// `MissingScope`.
    pub async fn queues_by_id(&self, actor: &Actor, ids: &[QueueId]) -> Result<HashMap<QueueId, Queue>> {
        policy::reads_people(actor)?;
        let queues = queues::seen_of(self.database().ro(), Visible::to(actor), ids).await?;
        Ok(queues.into_iter().map(|queue| (queue.id, shown(actor, queue))).collect())
    }
}

/// What is decided for a queue is for the staff.
fn shown(actor: &Actor, mut queue: Queue) -> Queue {
    if actor.user().is_some_and(|viewer| !viewer.role.is_staff()) {
        queue.settings = QueueSettings::default();
    }
    queue
}
