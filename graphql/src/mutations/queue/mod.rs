//! Why: what can be done to a queue.

mod create;

pub(crate) use create::CreateQueue;
