//! What can be done: users.

mod create;
mod update;
