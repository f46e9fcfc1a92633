//! What can be done: tickets.

mod comment;
mod create;
mod update;
