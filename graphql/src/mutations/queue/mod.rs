//! Why: what can be done to a queue.

mod create;
mod set_members;
mod update;

use async_graphql::SimpleObject;

pub(crate) use create::CreateQueue;
pub(crate) use set_members::SetQueueMembers;
pub(crate) use update::UpdateQueue;

use crate::objects::Queue;

/// The queue.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct QueuePayload {
    /// The queue.
    queue: Queue,
}
