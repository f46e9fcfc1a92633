//! Organisations.

mod create;
mod take_over;
mod update;
