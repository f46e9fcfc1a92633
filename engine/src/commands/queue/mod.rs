//! Queues: how they come about and are found.

mod create;
mod find;
mod members;
mod notice;
mod setting;
mod update;

pub use update::UpdateQueue;
