//! Organisations.

mod create;
mod update;
