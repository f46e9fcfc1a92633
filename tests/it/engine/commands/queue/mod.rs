//! Queues.

mod create;
mod members;
