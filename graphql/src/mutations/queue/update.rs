//! Changes a queue.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object};

use super::QueuePayload;
use crate::{caller::logged_in, error::Failure, ids, objects::Queue};

#[derive(Default)]
pub(crate) struct UpdateQueue;

/// What is to be different; what is left out stays.
#[derive(InputObject)]
struct UpdateQueueInput {
    /// Which queue.
    id: ID,
    /// The agreement for customers whose organisation has none of its own; null: none. The clocks of its open tickets are
    /// counted again.
    agreement: MaybeUndefined<ID>,
}

#[Object]
impl UpdateQueue {
    /// Changes a queue; for admins.
    async fn update_queue(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which queue, and what is to be different.")] input: UpdateQueueInput,
    ) -> Result<QueuePayload, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let update = engine::UpdateQueue { agreement: ids::replaced(&input.agreement, "agreement")? };
        let queue = engine.update_queue(actor, ids::input(&input.id, "id")?, update).await?;
        Ok(QueuePayload { queue: Queue(queue) })
    }
}
