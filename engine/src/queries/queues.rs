//! Queues, by name as a dictionary has them.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

use crate::{
    actor::Actor,
    engine::Engine,
    error::Result,
    model::{Queue, QueueId, QueueSettings, User},
    policy::{self, Action},
    store::{
        entity::{account, queue, queue_member},
        rows,
        visible::Visible,
    },
};

impl Engine {
    /// The queues that the actor may see, by name. There are few, so they come all at once.
    ///
    /// # Errors
    /// `MissingScope`.
    pub async fn queues(&self, actor: &Actor) -> Result<Vec<Queue>> {
        policy::reads_people(actor)?;
        let found = queue::Entity::find()
            .filter(Visible::to(actor).queues())
            .order_by_asc(queue::Column::SortKey)
            .order_by_asc(queue::Column::Id);
        let rows = found.all(self.database().ro()).await?;
        rows.into_iter().map(|row| rows::queue(row).map(|queue| shown(actor, queue))).collect()
    }

    /// The agents who work a queue, by name; for admins, who work every queue themselves.
    ///
    /// # Errors
    /// `Forbidden` for all but admins.
    pub async fn queue_members(&self, actor: &Actor, id: QueueId) -> Result<Vec<User>> {
        let _ = policy::check(actor, Action::ManageHouse, None)?;
        let members = queue_member::Entity::find()
            .select_only()
            .column(queue_member::Column::UserId)
            .filter(queue_member::Column::QueueId.eq(id.0));
        let found = account::Entity::find()
            .filter(account::Column::Id.in_subquery(members.into_query()))
            .order_by_asc(account::Column::SortKey)
            .order_by_asc(account::Column::Id);
        let rows = found.all(self.database().ro()).await?;
        // The staff belong to no organisation that is served.
        rows.into_iter().map(|row| rows::user(row, None)).collect()
    }

    /// Those of these queues that the actor may see.
    ///
    /// # Errors
    /// `MissingScope`.
    pub async fn queues_by_id(&self, actor: &Actor, ids: &[QueueId]) -> Result<HashMap<QueueId, Queue>> {
        policy::reads_people(actor)?;
        let found = queue::Entity::find()
            .filter(queue::Column::Id.is_in(ids.iter().map(|id| id.0)))
            .filter(Visible::to(actor).queues());
        let rows = found.all(self.database().ro()).await?;
        rows.into_iter().map(|row| rows::queue(row).map(|queue| (queue.id, shown(actor, queue)))).collect()
    }
}

/// What is decided for a queue is for the staff.
fn shown(actor: &Actor, mut queue: Queue) -> Queue {
    if actor.user().is_some_and(|viewer| !viewer.role.is_staff()) {
        queue.settings = QueueSettings::default();
    }
    queue
}
