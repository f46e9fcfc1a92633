//! Why: tickets of another kind wait in a place of their own.

use async_graphql::{Context, InputObject, Object};

use super::QueuePayload;
use crate::{caller::logged_in, error::Failure, objects::Queue};

#[derive(Default)]
pub(crate) struct CreateQueue;

/// A new queue.
#[derive(InputObject)]
struct CreateQueueInput {
    /// Its unique name.
    name: String,
    /// Its email address.
    address: Option<String>,
}

#[Object]
impl CreateQueue {
    /// Creates a queue; for admins. Every agent works it until `setQueueMembers` changes that.
    async fn create_queue(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The queue.")] input: CreateQueueInput,
    ) -> Result<QueuePayload, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let queue = engine.create_queue(actor, &input.name, input.address.as_deref()).await?;
        Ok(QueuePayload { queue: Queue(queue) })
    }
}
