//! Queues, by name.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::{
    actor::Actor,
    engine::Engine,
    error::Result,
    model::{Queue, QueueId},
    policy::visible::Visible,
    store::{entity::queue, rows},
};

impl Engine {
    /// The queues that the actor may see, by name. There are few, so they come all at once.
    ///
    /// # Errors
    /// Internal alone.
    pub async fn queues(&self, actor: &Actor) -> Result<Vec<Queue>> {
        let found = queue::Entity::find()
            .filter(Visible::to(actor).queues())
            .order_by_asc(queue::Column::Name)
            .order_by_asc(queue::Column::Id);
        Ok(found.all(self.database().ro()).await?.into_iter().map(rows::queue).collect())
    }

    /// Those of these queues that the actor may see.
    ///
    /// # Errors
    /// Internal alone.
    pub async fn queues_by_id(&self, actor: &Actor, ids: &[QueueId]) -> Result<HashMap<QueueId, Queue>> {
        let found = queue::Entity::find()
            .filter(queue::Column::Id.is_in(ids.iter().map(|id| id.0)))
            .filter(Visible::to(actor).queues());
        let rows = found.all(self.database().ro()).await?;
        Ok(rows.into_iter().map(rows::queue).map(|queue| (queue.id, queue)).collect())
    }
}
