//! Queues: how they come about and are found.

mod create;
mod find;
mod members;
mod notice;
mod setting;
mod update;

pub(super) use create::refuse_a_persons;
pub use update::UpdateQueue;
