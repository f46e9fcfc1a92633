//! What can be done: organisations.

mod create;
mod update;
