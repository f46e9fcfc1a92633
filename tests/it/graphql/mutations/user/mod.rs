//! What can be done: users.

mod choose_notice;
mod create;
mod update;
