//! Queues: how they come about and are found.

mod create;
mod find;
mod members;
mod update;

pub use update::UpdateQueue;
