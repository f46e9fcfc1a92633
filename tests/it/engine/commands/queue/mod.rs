//! Queues.

mod create;
mod members;
mod update;
