//! Accounts of people.

mod create;
mod update;
