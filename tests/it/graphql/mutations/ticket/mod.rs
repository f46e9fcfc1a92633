//! What can be done: tickets.

mod comment;
mod create;
mod mark_seen;
mod update;
