//! Why: an agent works this kind of tickets and not that one.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};

use crate::{caller::logged_in, error::Failure, ids, objects::Queue};

#[derive(Default)]
pub(crate) struct SetQueueMembers;

/// The members of a queue.
#[derive(InputObject)]
struct SetQueueMembersInput {
    /// The id of the queue.
    queue: ID,
    /// All agents who work it. Admins work every queue and are not listed.
    members: Vec<ID>,
}

/// The queue.
#[derive(Clone, Debug, SimpleObject)]
struct SetQueueMembersPayload {
    /// The queue.
    queue: Queue,
}

#[Object]
impl SetQueueMembers {
    /// Sets who works a queue; for admins. An agent who is left out immediately loses access to its tickets.
    async fn set_queue_members(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The queue and its members.")] input: SetQueueMembersInput,
    ) -> Result<SetQueueMembersPayload, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let id = ids::input(&input.queue, "queue")?;
        let members = input.members.iter().map(|member| ids::input(member, "members"));
        let members = members.collect::<Result<Vec<_>, _>>()?;
        engine.set_queue_members(actor, id, &members).await?;
        let queue = engine.queues_by_id(actor, &[id]).await?.remove(&id);
        let queue = queue.ok_or_else(|| Failure::internal(&"a queue vanished"))?;
        Ok(SetQueueMembersPayload { queue: Queue(queue) })
    }
}
