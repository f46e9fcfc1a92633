//! Why: what can be done to a queue.

mod create;
mod set_members;

pub(crate) use create::CreateQueue;
pub(crate) use set_members::SetQueueMembers;
