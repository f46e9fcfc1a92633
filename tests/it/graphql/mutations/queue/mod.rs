//! What can be done: queues.

mod create;
mod set_members;
mod update;
