//! What can be done: queues.

mod create;
