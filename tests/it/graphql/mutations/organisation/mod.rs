//! What can be done: organisations.

mod create;
mod take_over;
mod update;
