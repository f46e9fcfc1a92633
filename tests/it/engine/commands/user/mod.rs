//! Accounts of people.

mod choose_notice;
mod create;
mod update;
